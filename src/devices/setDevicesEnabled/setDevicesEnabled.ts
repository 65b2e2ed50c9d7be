import type { Enos, EnosAction, Refused } from "../../enos/enos.js";
import { EnosRequestError } from "../../enos/errors.js";
import type { Clock } from "../../runtime/clock.js";
import type { Deadline } from "../../runtime/deadline.js";
import type { AssetReference } from "../deviceReference.js";
import { DeviceStatus } from "../deviceStatus.js";
import { UnrecognizedDeviceError } from "../deviceErrors.js";
import { READ_LAG_MS, lookUpDevice } from "../readBack.js";
import type { RecentWrites } from "../recentWrites.js";
import { type UpdateDeviceResult, UpdateDeviceSuccess } from "../updateDevice/result.js";
import {
  GRANT_READS,
  noSuchDevice,
  toWriteRefusal,
  toErrorResult,
  unavailable,
  writeUnconfirmed,
} from "../writeErrors.js";
import { meaningOf } from "./refusals.js";

/** The first pause before a status is read again. Milliseconds. */
const FIRST_PAUSE_MS = 250;

export interface SetEnabledOptions {
  readonly enos: Enos;
  readonly clock: Clock;
  readonly recentWrites: RecentWrites;
}

/** A device to enable or to disable. */
interface Switch {
  readonly device: AssetReference;
  readonly enabled: boolean;
  /** Whether the result may tell the device's stored status. */
  readonly mayRead: boolean;
}

/** Enables and disables devices. A device that is as requested already is a success, so requests may be repeated. */
export class SetDevicesEnabled {
  constructor(private readonly options: SetEnabledOptions) {}

  /** Enables or disables one device and returns the result. */
  async run(intent: Switch, deadline: Deadline): Promise<UpdateDeviceResult> {
    try {
      const reply = await this.options.enos.send(toRequest(intent), deadline);
      return reply.ok
        ? this.#succeed(intent, reply.requestId)
        : await this.#afterRefusal(reply, intent, deadline);
    } catch (error) {
      if (error instanceof EnosRequestError) return toErrorResult(error);
      throw error;
    }
  }

  #succeed({ device, enabled }: Switch, requestId: string | undefined): UpdateDeviceSuccess {
    // Only EnOS knows whether an enabled device is inactive, offline or online.
    const written = { status: enabled ? null : DeviceStatus.DISABLED };
    this.options.recentWrites.remember(device, written);
    return new UpdateDeviceSuccess(device, written, requestId);
  }

  async #afterRefusal(refused: Refused, intent: Switch, deadline: Deadline): Promise<UpdateDeviceResult> {
    switch (meaningOf(refused.code, refused.message, intent.enabled)) {
      case "ALREADY_SO":
        return this.#succeed(intent, refused.requestId);
      case "NO_SUCH_DEVICE":
        return noSuchDevice(intent.device, refused);
      case "UNCLEAR":
        return this.#confirm(refused, intent, deadline);
      default:
        return toWriteRefusal(refused, intent.device);
    }
  }

  /** Reads the status, which may lag an attempt whose answer was lost, and decides by it. */
  async #confirm(refused: Refused, intent: Switch, deadline: Deadline): Promise<UpdateDeviceResult> {
    const { enos, clock } = this.options;
    const { orgId, assetId } = intent.device;
    const started = clock.now();
    for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs *= 2) {
      const leftMs = READ_LAG_MS - (clock.now() - started);
      const stored = await lookUpDevice(enos, { orgId, identity: { assetId }, deadline });
      if (stored === "unreadable" || stored === "denied") return statusUnknown(refused, stored);
      const status = stored === "missing" ? undefined : stored.activity.status;
      if (isEnabled(status) === intent.enabled) return this.#succeed(intent, refused.requestId);
      if (status === DeviceStatus.MIRROR || leftMs <= 0)
        return stored === "missing"
          ? noSuchDevice(intent.device, refused)
          : statusInvalid(refused, status, intent);
      const waitMs = Math.min(pauseMs, leftMs);
      if (!deadline.leaves(waitMs)) return statusUnknown(refused, "unreadable");
      await clock.sleep(waitMs, deadline.signal);
    }
  }
}

/** Returns EnOS's request. It is repeatable: sending it twice has the same effect as sending it once. */
function toRequest({ device: { orgId, assetId }, enabled }: Switch): EnosAction {
  return {
    method: "POST",
    action: enabled ? "enable" : "disable",
    orgId,
    query: { assetId },
    repeatable: true,
    isDocumentedRefusal: ({ code, message }) => meaningOf(code, message, enabled) !== "OTHER",
  };
}

/** Returns whether a status means enabled; undefined when it does not show that. */
function isEnabled(status: DeviceStatus | null | undefined): boolean | undefined {
  switch (status) {
    case DeviceStatus.INACTIVE:
    case DeviceStatus.OFFLINE:
    case DeviceStatus.ONLINE:
      return true;
    case DeviceStatus.DISABLED:
      return false;
    default:
      return undefined;
  }
}

/** Returns the result when EnOS refused and the device's status cannot be read. */
function statusUnknown(refused: Refused, why: "unreadable" | "denied"): UpdateDeviceResult {
  const { code, requestId } = refused;
  if (refused.afterLostAnswer) return writeUnconfirmed(refused);
  const unexplained =
    why === "denied"
      ? `EnOS does not let this application read the device to find out why. ${GRANT_READS}`
      : "the device could not be read to find out why.";
  const message = `EnOS refused with the code ${code}, and ${unexplained} Nothing was changed.`;
  return unavailable({ message, code, requestId, retryable: why === "unreadable" });
}

function statusInvalid(
  { code, requestId }: Refused,
  status: DeviceStatus | null | undefined,
  { enabled, mayRead }: Switch,
): UnrecognizedDeviceError {
  const mirror = status === DeviceStatus.MIRROR;
  const why = mirror
    ? "its data comes from another device"
    : `EnOS reads its status as ${status ?? "unknown"}`;
  const told = mayRead ? why : "its status, which the caller may not read, does not allow it";
  const message = `EnOS does not ${enabled ? "enable" : "disable"} the device: ${told}.`;
  return new UnrecognizedDeviceError({ message, code, requestId, retryable: !mirror });
}
