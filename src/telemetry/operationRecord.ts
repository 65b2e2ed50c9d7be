import { readDeviceId } from "../devices/deviceId.js";
import { Dictionary } from "../scalars/dictionary.js";
import type { AttemptEnd, FieldResult } from "../runtime/telemetry.js";
import type { OperationTrace } from "./tracing.js";

/** Most devices, attempts or organizations that one log line names. */
const MAX_NAMED = 20;
/** The longest text in a log line. UTF-16 units. */
const MAX_TEXT = 128;

/** Returns a text, shortened when it is too long for the log. */
export function cut(text: string | undefined): string | undefined {
  return text !== undefined && text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text;
}

/** Device or parameters of a root field, and its outcome. */
export interface FieldRecord {
  readonly outcome: string;
  readonly orgId: string | undefined;
  readonly productKey: string | undefined;
  readonly deviceKey: string | undefined;
  readonly assetId: string | undefined;
  /** EnOS's code of a refusal. */
  readonly code: number | undefined;
  readonly requestId: string | undefined;
}

/** A request to EnOS. */
export interface AttemptRecord {
  readonly action: string;
  readonly result: string;
  readonly status: number | undefined;
  readonly code: number | undefined;
  readonly requestId: string | undefined;
  /** Why there was no usable answer: the transport's words, or ours. */
  readonly reason: string | undefined;
  readonly ms: number;
}

/** Adds an entry to a list of the first ones; when there are more, important ones take precedence. */
function addBounded<T>(entries: T[], entry: T, isImportant: (entry: T) => boolean): void {
  if (entries.length === MAX_NAMED) {
    const least = isImportant(entry) ? entries.findLastIndex((other) => !isImportant(other)) : -1;
    if (least === -1) return;
    entries.splice(least, 1);
  }
  entries.push(entry);
}

/** The record of one GraphQL operation while it is answered: enough to identify it in the log, and no value that a client wrote. */
export class OperationRecord {
  readonly #fields: FieldRecord[] = [];
  readonly #attempts: AttemptRecord[] = [];
  readonly #outcomes: Record<string, number> = new Dictionary();
  readonly #organizations: string[] = [];
  #attemptCount = 0;
  #retries = 0;

  constructor(
    readonly trace: OperationTrace,
    /** When its first byte came, as `performance.now()` counts. */
    readonly started: number,
  ) {}

  /** Notes the result of a root field, and returns its outcome. */
  fieldAnswered(result: FieldResult): string {
    const record = toFieldRecord(result);
    const { outcome, orgId } = record;
    addBounded(this.#fields, record, isFailure);
    this.#outcomes[outcome] = (this.#outcomes[outcome] ?? 0) + 1;
    if (orgId !== undefined) this.#addOrganization(orgId);
    else if (result.failed) this.#addOrganizations(result.args.inputs);
    return outcome;
  }

  #addOrganization(orgId: string): void {
    const known = this.#organizations;
    if (known.length < MAX_NAMED && !known.includes(orgId)) known.push(orgId);
  }

  /** When a list failed as a whole, no entry names its organizations. */
  #addOrganizations(inputs: unknown): void {
    if (!Array.isArray(inputs)) return;
    for (const input of inputs as unknown[]) {
      const orgId = textOf(toValues(input).orgId);
      if (orgId !== undefined) this.#addOrganization(orgId);
    }
  }

  attemptEnded(action: string, nth: number, end: AttemptEnd, durationMs: number): void {
    const { result, status, code, reason, detail } = end;
    this.#attemptCount += 1;
    if (nth > 1) this.#retries += 1;
    const requestId = cut(end.requestId);
    const ms = Math.round(durationMs);
    const record = { action, result, status, code, requestId, reason: cut(detail ?? reason), ms };
    addBounded(this.#attempts, record, isNotAccepted);
  }

  /** How many answers were of which type. */
  get outcomes(): Readonly<Record<string, number>> {
    return this.#outcomes;
  }

  /** Returns the members of the log line about the operation's devices and organizations, and about its requests to EnOS. */
  toLog(): object {
    return {
      orgIds: this.#organizations,
      devices: this.#fields,
      attempts: this.#attemptCount,
      retries: this.#retries,
      enos: this.#attempts,
    };
  }
}

function isFailure({ outcome }: FieldRecord): boolean {
  return outcome.endsWith("Error") || outcome === "error";
}

function isNotAccepted({ result }: AttemptRecord): boolean {
  return result !== "ACCEPTED";
}

type Values = Readonly<Record<string, unknown>>;

/**
 * Returns the record of a root field, with identifiers from its arguments and from its resolver's result only.
 *
 * Classes bear the names of their GraphQL types, so the class of an instance names the type of the result.
 */
function toFieldRecord({ args, index, value, failed }: FieldResult): FieldRecord {
  const input = toValues(index === undefined ? args.input : at(args.inputs ?? args.representations, index));
  const result = toValues(value);
  const device = toValues(result.device);
  // Where no device came of it, an entity may be named by its ID alone.
  const named =
    result.orgId === undefined && typeof input.id === "string" ? readDeviceId(input.id) : undefined;
  const reference = toValues(named);
  const identifier = (name: "orgId" | "productKey" | "deviceKey" | "assetId") =>
    textOf(device[name]) ??
    textOf(result[name]) ??
    textOf(input[name]) ??
    textOf(args[name]) ??
    textOf(reference[name]);
  return {
    outcome: nameOutcome(value, failed),
    orgId: identifier("orgId"),
    productKey: identifier("productKey"),
    deviceKey: identifier("deviceKey"),
    assetId: identifier("assetId") ?? textOf(at(args.assetIds, index)),
    code: typeof result.code === "number" ? result.code : undefined,
    requestId: textOf(result.requestId),
  };
}

function nameOutcome(value: unknown, failed: boolean): string {
  if (failed) return "error";
  return value === null || value === undefined ? "null" : value.constructor.name;
}

function toValues(value: unknown): Values {
  return typeof value === "object" && value !== null ? (value as Values) : {};
}

function at(list: unknown, index: number | undefined): unknown {
  return index !== undefined && Array.isArray(list) ? (list as unknown[])[index] : undefined;
}

/** Returns a text, shortened for the log; undefined for any other value. */
function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? cut(value) : undefined;
}

/** A context in which an operation is recorded. */
export interface Recorded {
  readonly record: OperationRecord;
}
