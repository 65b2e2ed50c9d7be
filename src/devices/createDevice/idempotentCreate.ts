import type { Enos, Refused } from "../../enos/enos.js";
import { EnosRequestError } from "../../enos/errors.js";
import { MAX_ATTEMPTS } from "../../enos/resilience/retryPolicy.js";
import type { Clock } from "../../runtime/clock.js";
import type { Deadline } from "../../runtime/deadline.js";
import type { Telemetry } from "../../runtime/telemetry.js";
import { type DeviceRecord, toDevice } from "../deviceRecord.js";
import { KEY_TAKEN } from "../enosCodes.js";
import {
  type DeviceIdentity,
  type NotFound,
  READ_LAG_MS,
  lookUpDevice,
  readBackDevice,
} from "../readBack.js";
import type { RecentWrites } from "../recentWrites.js";
import type { ChosenKey } from "./deviceKeys.js";
import { fromCreated, fromStored, readCreated, readRefusal, toRequest } from "./enosMapping.js";
import {
  idempotencyConflict,
  keyTaken,
  notCreated,
  toCreateRefusal,
  createUnconfirmed,
} from "./errorMapping.js";
import type { CreateDeviceInput } from "./input.js";
import { isKeyOwnedByOtherProduct } from "./keyOwner.js";
import type { CreateDeviceResult } from "./result.js";
import { findDifferences } from "./sameDevice.js";

/** The pause after the first lost answer; each further one doubles it. Milliseconds. */
const FIRST_PAUSE_MS = 500;
const MAX_PAUSE_MS = 4_000;

export interface CreateContext {
  readonly enos: Enos;
  readonly clock: Clock;
  readonly random: () => number;
  readonly telemetry: Telemetry;
  readonly recentWrites: RecentWrites;
}

/** A device to create. */
export interface CreateIntent {
  readonly input: CreateDeviceInput;
  /** Undefined when EnOS assigns the key: then the device cannot be found after a lost answer. */
  readonly key: ChosenKey | undefined;
  readonly deadline: Deadline;
}

/**
 * Creates at most one device, however often the request has to be sent.
 *
 * EnOS refuses a key that is taken, and the device with the key shows whether an earlier attempt created it:
 * EnOS's own rule of unique keys is the store of idempotency, shared by every replica.
 */
export class IdempotentCreate {
  readonly #attempts = { made: 0 };
  /** The last attempt that may have been applied without an answer, and when it ended. */
  #lost: { readonly error: EnosRequestError; readonly at: number } | undefined;
  /** Whether EnOS definitely denied reading the device to this application. */
  #readsDenied = false;

  constructor(
    private readonly context: CreateContext,
    private readonly intent: CreateIntent,
  ) {}

  async run(): Promise<CreateDeviceResult> {
    for (let round = 0; ; round++) {
      const result = (await this.#attempt()) ?? (await this.#lookAfterLostAnswer(round));
      if (result) return result;
    }
  }

  /** Sends the request once more; returns undefined when its answer was lost, now or before. */
  async #attempt(): Promise<CreateDeviceResult | undefined> {
    const { input, key, deadline } = this.intent;
    try {
      const action = { ...toRequest(input, key?.deviceKey), attempts: this.#attempts };
      const reply = await this.context.enos.send(action, deadline);
      if (!reply.ok) return await this.#afterRefusal(readRefusal(reply));
      return await this.#complete(readCreated(reply, input, key?.deviceKey), reply.requestId);
    } catch (error) {
      if (!(error instanceof EnosRequestError)) throw error;
      if (error.outcome !== "NOT_APPLIED") this.#lost = { error, at: this.context.clock.now() };
      else if (!this.#lost) return notCreated(error);
      else if (error.retry === "FATAL") return this.#unlessFound(notCreated(error));
      return undefined;
    }
  }

  /**
   * Waits and looks for the device, without a place in the bulkhead while it waits.
   *
   * @returns undefined when the request should be sent again.
   */
  async #lookAfterLostAnswer(round: number): Promise<CreateDeviceResult | undefined> {
    const { deadline, key } = this.intent;
    const { clock, enos, random } = this.context;
    if (!key) return this.#unconfirmed();
    // If the request was applied or may not be sent again, only look for the device, until the deadline.
    if (this.#lost?.error.outcome === "APPLIED" || this.#attempts.made >= MAX_ATTEMPTS) {
      const stored = await this.#readBack(Infinity);
      return typeof stored === "string" ? this.#unconfirmed() : this.#decide(stored);
    }
    const longest = Math.min(MAX_PAUSE_MS, FIRST_PAUSE_MS * 2 ** round);
    const pause = Math.min(longest * (1 + random()) * 0.5, deadline.remainingMs() / 2);
    if (!deadline.leaves(pause)) return this.#unconfirmed();
    await clock.sleep(pause, deadline.signal);
    if (!deadline.leaves(0)) return this.#unconfirmed();
    if (this.#readsDenied) return undefined;
    const stored = this.#noted(await lookUpDevice(enos, this.#lookup()));
    return typeof stored === "string" ? undefined : this.#decide(stored);
  }

  async #afterRefusal(refused: Refused): Promise<CreateDeviceResult> {
    const { input, key } = this.intent;
    if (refused.code !== KEY_TAKEN || !key) {
      const refusal = toCreateRefusal(refused, input);
      return this.#lost ? this.#unlessFound(refusal) : refusal;
    }
    const isAnotherDevices = key.origin === "caller" && input.idempotencyKey == null && !this.#lost;
    return isAnotherDevices ? toCreateRefusal(refused, input) : this.#resolveTakenKey(refused, key);
  }

  /** Returns a refusal after a lost answer only if a read shows, after the lag, that there is no device. */
  async #unlessFound(refusal: CreateDeviceResult): Promise<CreateDeviceResult> {
    const { clock } = this.context;
    const lostAt = this.#lost?.at ?? clock.now();
    const stored = await this.#readBack(Math.max(0, lostAt + READ_LAG_MS - clock.now()));
    if (typeof stored !== "string") return this.#decide(stored);
    return stored === "missing" && clock.now() >= lostAt + READ_LAG_MS ? refusal : this.#unconfirmed();
  }

  async #resolveTakenKey(refused: Refused, key: ChosenKey): Promise<CreateDeviceResult> {
    const { input, deadline } = this.intent;
    let stored = await this.#readBack(READ_LAG_MS);
    // A derived or random key belongs to one product only. The caller's own key may be in use in another product.
    if (stored === "missing" && key.origin === "caller") {
      const { orgId, productKey } = input;
      const reference = { orgId, productKey, deviceKey: key.deviceKey };
      if (await isKeyOwnedByOtherProduct(this.context.enos, reference, deadline))
        return keyTaken(refused, input, "another product");
    }
    if (stored === "missing" || stored === "unreadable") stored = await this.#readBack(Infinity);
    return typeof stored === "string" ? this.#unconfirmed(refused) : this.#decide(stored, refused);
  }

  /** Returns the result when a device has the key: a success if it is the requested device. */
  #decide(stored: DeviceRecord, refused?: Refused): CreateDeviceResult {
    const { input, key } = this.intent;
    const requestId = refused?.requestId ?? this.#lost?.error.requestId;
    const differences = key?.origin === "random" ? [] : findDifferences(input, stored);
    if (differences.length === 0) {
      return fromStored(stored, input, {
        deviceKey: key?.deviceKey ?? "",
        // A caller can choose the key of somebody else's device.
        secretNeedsRead: key?.origin === "caller",
        replayed: key?.origin !== "random",
        requestId,
      });
    }
    const about = { code: refused?.code, requestId };
    if (input.idempotencyKey == null) return keyTaken(about, input, "the product");
    const holder = toDevice(stored, input.orgId, input.productKey);
    return idempotencyConflict(about, input, { idempotencyKey: input.idempotencyKey, holder, differences });
  }

  /** Returns the success of a created device. Fields that EnOS's answer lacks are read; fields that cannot be read are null. */
  async #complete(created: DeviceRecord, requestId: string | undefined): Promise<CreateDeviceResult> {
    const { input, key } = this.intent;
    const about = { deviceKey: key?.deviceKey, requestId };
    if (created.secret && (created.deviceKey ?? key))
      return fromCreated(created, input, { ...about, secretNeedsRead: false });
    const stored = await this.#readBack(Infinity, created.assetId);
    if (typeof stored === "string") return fromCreated(created, input, { ...about, secretNeedsRead: false });
    // The device read by the key is certain. An answer without the key may be about another device.
    if (stored.assetId !== created.assetId) return this.#decide(stored);
    const { deviceKey = stored.deviceKey, secret = stored.secret } = created;
    const secretNeedsRead = key?.origin === "caller" && !created.secret;
    return fromCreated({ ...created, deviceKey, secret }, input, { ...about, secretNeedsRead });
  }

  /** @param assetId identifies the device when EnOS assigned the key. */
  async #readBack(limitMs: number, assetId?: string): Promise<DeviceRecord | NotFound> {
    if (this.#readsDenied) return "denied";
    const { enos, clock } = this.context;
    return this.#noted(await readBackDevice(enos, clock, { ...this.#lookup(assetId), limitMs }));
  }

  #lookup(assetId = "") {
    const { input, key, deadline } = this.intent;
    const identity: DeviceIdentity = key
      ? { productKey: input.productKey, deviceKey: key.deviceKey }
      : { assetId };
    return { orgId: input.orgId, identity, deadline, recentWrites: this.context.recentWrites };
  }

  #noted(found: DeviceRecord | NotFound): DeviceRecord | NotFound {
    if (found === "denied") this.#readsDenied = true;
    const seen = typeof found === "string" ? found : "found";
    this.context.telemetry.readBack(seen === "denied" ? "unreadable" : seen);
    return found;
  }

  #unconfirmed(refused?: Refused): CreateDeviceResult {
    const { input, key } = this.intent;
    return createUnconfirmed(refused ?? this.#lost?.error ?? {}, input, key, {
      readsDenied: this.#readsDenied,
      exists: refused !== undefined || this.#lost?.error.outcome === "APPLIED",
    });
  }
}
