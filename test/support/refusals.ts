import type { Fault } from "./sandboxAdmin.js";
import type { CreateDeviceInput } from "../generated/operations.js";

/** How to be refused: what to ask, in a sandbox where the key `taken` is taken, and what goes wrong at EnOS. */
export interface Refusal {
  readonly changes: Partial<CreateDeviceInput>;
  readonly fault?: Fault["fault"];
}

/** A way to get every member of `CreateDeviceResult` but the success. */
export const REFUSALS: Readonly<Record<string, Refusal>> = {
  DeviceKeyTakenError: { changes: { deviceKey: "taken" } },
  DeviceKeyNotAssignedError: { changes: {}, fault: { kind: "code", code: 11714 } },
  DeviceLimitExceededError: { changes: { productKey: "FuLL0001" } },
  InvalidDeviceInputError: { changes: { timezone: "Mars/Olympus" } },
  ProductNotFoundError: { changes: { productKey: "NoSuch00" } },
  OrganizationAccessDeniedError: { changes: { orgId: "o15475450989193" } },
  IdempotencyConflictError: { changes: { deviceKey: "taken", idempotencyKey: "once" } },
  EnosUnavailableError: { changes: {}, fault: { kind: "http", status: 403 } },
  DeviceUnconfirmedError: { changes: {}, fault: { kind: "empty" } },
  UnrecognizedDeviceError: { changes: {}, fault: { kind: "code", code: 12345 } },
};
