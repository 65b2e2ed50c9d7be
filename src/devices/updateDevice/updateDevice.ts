import type { Enos, Refused } from "../../enos/enos.js";
import { EnosRequestError } from "../../enos/errors.js";
import type { Clock } from "../../runtime/clock.js";
import type { Deadline } from "../../runtime/deadline.js";
import { isTooDeep } from "../../scalars/json.js";
import type { JsonMap } from "../../scalars/map.js";
import { fromInvalidArgument } from "../createDevice/errorMapping.js";
import { InvalidDeviceInputError } from "../deviceErrors.js";
import type { DeviceRecord } from "../deviceRecord.js";
import { InputProblem } from "../inputProblem.js";
import { type AssetReference, canExist, nameOf } from "../deviceReference.js";
import { INVALID_ARGUMENT } from "../enosCodes.js";
import { searchDevices, toSearchExpression, unreadable } from "../readDevice/searchDevices.js";
import { READ_LAG_MS, lookUpDevice } from "../readBack.js";
import type { RecentWrites } from "../recentWrites.js";
import {
  GRANT_READS,
  noSuchDevice,
  toDetails,
  toWriteRefusal,
  toErrorResult,
  tooManyWrites,
} from "../writeErrors.js";
import type { WriteRateLimit } from "../writeRateLimit.js";
import { mergeAttributes, toRequest } from "./enosMapping.js";
import type { UpdateDeviceInput } from "./input.js";
import { OneAtATime } from "./oneAtATime.js";
import { type UpdateDeviceResult, UpdateDeviceSuccess } from "./result.js";
import { type DeviceChanges, readChanges } from "./validateInput.js";

/** The first pause before the search for a device is repeated. Milliseconds. */
const FIRST_PAUSE_MS = 200;

export interface UpdateDeviceOptions {
  readonly enos: Enos;
  readonly clock: Clock;
  readonly limit: WriteRateLimit;
  readonly recentWrites: RecentWrites;
  /** Whether the attributes of a patch replace the stored map or are merged into it. EnOS's manual does not say. */
  readonly patchAttributes: PatchAttributes;
}

/** Effect of a patch on the stored attributes. */
export type PatchAttributes = "replaces" | "merges";

/** Changes devices. Every request states the new values, so it may be repeated after a lost answer. */
export class UpdateDevice {
  readonly #merges = new OneAtATime();

  constructor(private readonly options: UpdateDeviceOptions) {}

  /** Changes the given fields of a device and returns the result. */
  async run(input: UpdateDeviceInput, deadline: Deadline): Promise<UpdateDeviceResult> {
    const changes = readChanges(input);
    if (Array.isArray(changes)) {
      const message = "The input is invalid. EnOS was not asked.";
      return new InvalidDeviceInputError({ message, retryable: false }, changes);
    }
    const { orgId, assetId } = input;
    const device = { orgId, assetId };
    if (!canExist(device)) return noSuchDevice(device);
    // Do not consume quota after the deadline.
    if (deadline.leaves(0)) {
      const { granted, retryAfterMs } = await this.options.limit.take(orgId, 1);
      if (granted === 0) return tooManyWrites(orgId, retryAfterMs);
    }
    try {
      return await this.#update(device, changes, deadline);
    } catch (error) {
      if (error instanceof EnosRequestError) return toErrorResult(error);
      throw error;
    }
  }

  #update(device: AssetReference, changes: DeviceChanges, deadline: Deadline): Promise<UpdateDeviceResult> {
    const { deviceAttributes = {} } = changes;
    const setsAny = Object.keys(deviceAttributes).length > 0;
    if (!setsAny || this.options.patchAttributes === "merges")
      return this.#send(device, changes, setsAny ? deviceAttributes : undefined, deadline);
    return this.#merges.run(nameOf(device), deadline, () => this.#merge(device, changes, deadline));
  }

  /** Reads the attributes and writes them back with the changes: sent alone, the changes could replace all others. */
  async #merge(
    device: AssetReference,
    changes: DeviceChanges,
    deadline: Deadline,
  ): Promise<UpdateDeviceResult> {
    const stored = await this.#read(device, deadline);
    if (!stored) return noSuchDevice(device);
    if ("code" in stored) return toWriteRefusal({ ...stored, afterLostAnswer: false }, device);
    // They would be lost: what is written replaces all that is stored.
    if (stored.hasUnknownAttributes) asUnapplied(unreadable());
    const merged = mergeAttributes(stored.deviceAttributes, changes.deviceAttributes ?? {});
    if (isTooDeep(merged)) return tooDeepToMerge();
    return this.#send(device, changes, merged, deadline);
  }

  /**
   * Returns the stored device with recent writes; undefined when it was deleted, or when EnOS still does not show it after
   * the lag of its reads.
   *
   * @throws EnosRequestError when EnOS gives no answer, or the deadline passes before the lag is over.
   */
  async #read(device: AssetReference, deadline: Deadline): Promise<DeviceRecord | Refused | undefined> {
    const { enos, clock, recentWrites } = this.options;
    const unknownMs = recentWrites.unknownForMs(device);
    if (unknownMs > 0) await clock.sleep(unknownMs, deadline.signal);
    const started = clock.now();
    for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs *= 2) {
      const leftMs = READ_LAG_MS - (clock.now() - started);
      const applyWrites = recentWrites.startRead();
      const page = await searchDevices(enos, deadline, {
        ...{ orgId: device.orgId, expression: toSearchExpression([device]), pageNo: 1, pageSize: 1 },
        projection: ["orgId", "assetId", "deviceAttributes"],
        isListed: ({ assetId }) => assetId === device.assetId,
      }).catch(asUnapplied);
      if (!("rows" in page)) return page;
      const [row] = page.rows;
      // A row without attributes may be the answer to a search that asked for less: written back, none would be left.
      const stored = row && !row.deviceAttributes ? await this.#get(device, deadline) : row;
      if (stored) return applyWrites(device, stored);
      if (leftMs <= 0) return undefined;
      await clock.sleep(Math.min(pauseMs, leftMs), deadline.signal);
    }
  }

  /** Returns the device with all its fields; undefined when EnOS does not show it. */
  async #get({ orgId, assetId }: AssetReference, deadline: Deadline): Promise<DeviceRecord | undefined> {
    const found = await lookUpDevice(this.options.enos, { orgId, identity: { assetId }, deadline });
    if (typeof found !== "string") return found;
    if (found === "missing") return undefined;
    const isDenied = found === "denied";
    const message = isDenied
      ? `EnOS does not let this application read the device's attributes, which are to be kept. ${GRANT_READS}`
      : "EnOS did not show the device's attributes, which are to be kept.";
    throw new EnosRequestError(message, { outcome: "NOT_APPLIED", retry: isDenied ? "FATAL" : "TRANSIENT" });
  }

  async #send(
    device: AssetReference,
    changes: DeviceChanges,
    deviceAttributes: JsonMap | undefined,
    deadline: Deadline,
  ): Promise<UpdateDeviceResult> {
    const { enos, recentWrites } = this.options;
    const reply = await enos
      .send(toRequest(device, changes, deviceAttributes), deadline)
      .catch((error: unknown) => {
        if (error instanceof EnosRequestError && error.outcome !== "NOT_APPLIED")
          recentWrites.remember(device, undefined);
        throw error;
      });
    if (!reply.ok) {
      if (reply.afterLostAnswer) recentWrites.remember(device, undefined);
      return toUpdateRefusal(reply, device, { given: changes.deviceAttributes, sent: deviceAttributes });
    }
    recentWrites.remember(device, changes);
    return new UpdateDeviceSuccess(device, changes, reply.requestId);
  }
}

/** Throws the error of a read as the error of a write that was not applied. */
function asUnapplied(error: unknown): never {
  if (!(error instanceof EnosRequestError)) throw error;
  const { message, retry, code, status, requestId, retryAfterMs } = error;
  throw new EnosRequestError(message, {
    ...{ outcome: "NOT_APPLIED", retry, code, status, requestId, retryAfterMs },
  });
}

/** Returns the refusal for stored attributes that are nested so deep that they are not read exactly, and so cannot be written back. */
function tooDeepToMerge(): UpdateDeviceResult {
  const message =
    "The device's stored attributes are nested too deep to be kept unchanged. Nothing was changed: set the deep one as well, or no attribute.";
  return new InvalidDeviceInputError({ message, retryable: false }, [notAddable()]);
}

function notAddable(): InputProblem {
  return new InputProblem(["deviceAttributes"], "INVALID", "cannot be added to the stored attributes.");
}

/** Attributes of an update. */
interface SentAttributes {
  readonly given: JsonMap | undefined;
  /** The given ones, and the stored ones that are to be kept. */
  readonly sent: JsonMap | undefined;
}

function toUpdateRefusal(
  refused: Refused,
  device: AssetReference,
  attributes: SentAttributes,
): UpdateDeviceResult {
  const { code, message, afterLostAnswer } = refused;
  if (code !== INVALID_ARGUMENT || afterLostAnswer) return toWriteRefusal(refused, device);
  const problem = fromInvalidArgument(message, attributes.sent);
  if (isAboutKeptAttribute(problem, attributes)) {
    // EnOS's own message may show a stored value to a caller who may not read it.
    const reason =
      "EnOS refuses an attribute that the device has already, and that is sent along to be kept. Nothing was changed: set that one as well, to a value that the product's model allows.";
    return new InvalidDeviceInputError(toDetails(refused, reason), [notAddable()]);
  }
  return new InvalidDeviceInputError(
    toDetails(refused, `EnOS found the input invalid: ${message || "no reason given"}.`),
    [problem],
  );
}

/** Returns whether a problem names an attribute that was sent without being given. */
function isAboutKeptAttribute(
  { path: [field, name = ""] }: InputProblem,
  { given = {}, sent = {} }: SentAttributes,
): boolean {
  return field === "deviceAttributes" && Object.hasOwn(sent, name) && !Object.hasOwn(given, name);
}
