import { randomInt } from "node:crypto";

import { NO_SUCH_DEVICE } from "../../devices/enosCodes.js";
import { READ_LAG_MS } from "../../devices/readBack.js";
import type { ThingModel } from "../../devices/thingModel/thingModel.js";
import { isJsonObject } from "../../scalars/json.js";
import { textOfNumber } from "../../scalars/exactJson.js";
import { systemClock } from "../../runtime/clock.js";
import type { Journal } from "./journal.js";
import { Unanswered, accepted, describe, isDenied } from "./probe.js";
import type { Recording } from "./recording.js";
import type { Answer, EnosRequest, Session } from "./session.js";
import { type Body, TAG, toBodies } from "./values.js";

/** How long the doctor waits for reads to show a write. Milliseconds. */
const MAX_LAG_MS = 30_000;
const READ_EVERY_MS = 200;

const TAG_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";

/** Fields of a device, as EnOS shows them. */
export type Fields = Readonly<Record<string, unknown>>;

/** The lag between a write and the reads that show it. */
export interface Lag {
  /** Time from the write's answer to the last read without the write; undefined when the first read shows it. Milliseconds. */
  readonly notYetMs: number | undefined;
  readonly shownMs: number;
}

/** The device that the doctor creates, and deletes when it is done. */
export interface Created {
  readonly assetId: string;
  /** The device's fields in the answer to its creation. */
  readonly answer: Fields;
  readonly sent: Body;
  /** Refusals of the bodies that were tried before. */
  readonly refusals: readonly Answer[];
}

/** Returns a text that no other run has. */
export function randomTag(): string {
  return Array.from({ length: 16 }, () => TAG_LETTERS.charAt(randomInt(TAG_LETTERS.length))).join("");
}

/** Creates, changes and deletes the throwaway device; every device is in the journal before it is created. */
export class Throwaway {
  #created: Created | undefined;

  constructor(
    private readonly session: Session,
    private readonly journal: Journal,
    private readonly recording: Recording | undefined,
  ) {}

  /** @throws Unanswered when there is no throwaway device. */
  get created(): Created {
    if (!this.#created) throw new Unanswered("There is no throwaway device.");
    return this.#created;
  }

  /** Returns the body of a creation in which only the product or the key can be wrong. */
  minimalBody(): Body {
    const { productKey, tag } = this.journal.entry;
    const plain = toBodies({ productKey, deviceKey: keyOf(tag) }, tag, undefined).at(-1);
    if (!plain) throw new Error("there is always a plain body");
    return plain;
  }

  /** Creates the device with as many test values as EnOS accepts; returns EnOS's last answer. */
  async create(model: ThingModel | undefined): Promise<Answer> {
    const { productKey, tag } = this.journal.entry;
    const refusals: Answer[] = [];
    for (const sent of toBodies({ productKey, deviceKey: keyOf(tag) }, tag, model)) {
      const answer = await this.tryToCreate(sent);
      const assetId = assetIdOf(answer);
      if (assetId !== undefined) {
        this.#created = { assetId, answer: answer.data as Fields, sent, refusals };
        return answer;
      }
      refusals.push(answer);
      if (isDenied(answer)) return answer;
    }
    throw new Unanswered(`EnOS refused the throwaway device: ${refusals.map(describe).join("; ")}.`);
  }

  /** Sends a creation, and writes the resulting device to the journal at once. */
  async tryToCreate(body: object): Promise<Answer> {
    this.journal.update({ pending: true });
    const request: EnosRequest = { method: "POST", action: "create", body };
    const answer = await this.session.send(request);
    const assetId = assetIdOf(answer);
    const { assetIds } = this.journal.entry;
    this.journal.update({
      assetIds: assetId === undefined ? assetIds : [...assetIds, assetId],
      // An accepted creation without an asset ID has created a device; after a fault of the server there may be one.
      pending:
        assetId === undefined && (answer.code === undefined || answer.code === 0 || answer.status >= 500),
    });
    this.recording?.add(request, answer);
    return answer;
  }

  /** Sends a request about the device. */
  async send(
    action: "get" | "update" | "enable" | "disable" | "delete",
    { body, query = {} }: { body?: object; query?: Readonly<Record<string, string>> } = {},
  ): Promise<Answer> {
    const request: EnosRequest = {
      method: action === "get" ? "GET" : "POST",
      action,
      query: { assetId: this.created.assetId, ...query },
      ...(body && { body }),
    };
    const answer = await this.session.send(request);
    this.recording?.add(request, answer);
    return answer;
  }

  /** Returns the device as reads show it now; undefined when they show none. */
  async read(): Promise<Fields | undefined> {
    const answer = await this.send("get");
    if (answer.code !== undefined && NO_SUCH_DEVICE.has(answer.code)) return undefined;
    const { data } = accepted(answer);
    return isJsonObject(data) ? data : undefined;
  }

  /**
   * Reads until the device fulfills a condition.
   *
   * @throws Unanswered when it does not after 30 s.
   */
  async readUntil(
    isThere: (fields: Fields | undefined) => boolean,
  ): Promise<{ fields: Fields | undefined } & Lag> {
    const started = performance.now();
    let notYetMs: number | undefined;
    for (;;) {
      const fields = await this.read();
      const shownMs = performance.now() - started;
      if (isThere(fields)) return { fields, notYetMs, shownMs };
      if (shownMs > MAX_LAG_MS)
        throw new Unanswered(`Reads do not show the write after ${MAX_LAG_MS / 1_000} s.`);
      notYetMs = shownMs;
      await systemClock.sleep(READ_EVERY_MS);
    }
  }

  /** Updates the device and returns its fields as soon as reads show the new description. */
  async update(body: object, query: Readonly<Record<string, string>> = {}): Promise<Fields> {
    const deviceDesc = `update ${randomTag()}`;
    accepted(await this.send("update", { body: { ...body, deviceDesc }, query }));
    const { fields = {} } = await this.readUntil((device) => device?.deviceDesc === deviceDesc);
    return fields;
  }
}

/**
 * Deletes the devices that a journal names, and then the journal if all are gone.
 *
 * @returns a sentence for each device that could not be deleted.
 */
export async function cleanUp(session: Session, journal: Journal): Promise<readonly string[]> {
  const problems: string[] = [];
  const { entry } = journal;
  const lost = entry.pending ? await findByTag(session, entry) : [];
  for (const assetId of new Set([...entry.assetIds, ...lost])) {
    const answer = await session.send({ method: "POST", action: "delete", query: { assetId } });
    const isGone = answer.code === 0 || NO_SUCH_DEVICE.has(answer.code ?? NaN);
    if (!isGone)
      problems.push(`The device ${assetId} could not be deleted: EnOS answered ${describe(answer)}.`);
  }
  if (problems.length === 0) journal.delete();
  return problems;
}

/** Returns the devices with a run's tag. Reads may show a creation late, so the search is repeated until the lag is over. */
async function findByTag(
  session: Session,
  { productKey, tag }: Journal["entry"],
): Promise<readonly string[]> {
  const body = {
    expression: `productKey = '${productKey}' and deviceTags.${TAG} = '${tag}'`,
    pagination: { pageNo: 1, pageSize: 10 },
    projection: ["assetId", "deviceTags"],
  };
  const until = performance.now() + 2 * READ_LAG_MS;
  for (;;) {
    const { data } = accepted(await session.send({ method: "POST", action: "search", body }));
    const found = (Array.isArray(data) ? data : []).filter(
      (device: unknown) =>
        isJsonObject(device) && isJsonObject(device.deviceTags) && device.deviceTags[TAG] === tag,
    );
    const assetIds = found.flatMap((device: unknown) => toAssetId(device) ?? []);
    if (assetIds.length > 0 || performance.now() > until) return assetIds;
    await systemClock.sleep(READ_EVERY_MS);
  }
}

/** Returns a key with all the characters that every edition of the manual allows. */
function keyOf(tag: string): string {
  return `Doctor-a_B.${tag}`;
}

function assetIdOf({ code, data }: Answer): string | undefined {
  return code === 0 ? toAssetId(data) : undefined;
}

function toAssetId(data: unknown): string | undefined {
  if (!isJsonObject(data)) return undefined;
  const { assetId } = data;
  return typeof assetId === "string" ? assetId : textOfNumber(assetId);
}
