import type { Fault } from "./sandboxAdmin.js";
import type { CreateDeviceInput } from "../generated/operations.js";

/** A way to get a refusal: the request, in a sandbox where the key `taken` is taken, and the faults of EnOS. */
export interface Refusal {
  readonly changes: Partial<CreateDeviceInput>;
  readonly faults?: readonly Fault[];
}

/** The same answer to every attempt. */
const always = (fault: Fault["fault"]): Fault[] => [{ on: "create", times: 4, fault }];

/** A way to get every member of `CreateDeviceResult` but the success. */
export const REFUSALS: Readonly<Record<string, Refusal>> = {
  DeviceKeyTakenError: { changes: { deviceKey: "taken" } },
  DeviceKeyNotAssignedError: { changes: {}, faults: always({ kind: "code", code: 11714 }) },
  DeviceLimitExceededError: { changes: { productKey: "FuLL0001" } },
  InvalidDeviceInputError: { changes: { timezone: "Mars/Olympus" } },
  ProductNotFoundError: { changes: { productKey: "NoSuch00" } },
  OrganizationAccessDeniedError: { changes: { orgId: "o15475450989193" } },
  IdempotencyConflictError: { changes: { deviceKey: "taken", idempotencyKey: "once" } },
  EnosUnavailableError: { changes: {}, faults: always({ kind: "http", status: 403 }) },
  DeviceUnconfirmedError: {
    changes: {},
    faults: [
      { on: "create", fault: { kind: "resetAfter" } },
      { on: "get", fault: { kind: "code", code: 99403 } },
    ],
  },
  UnrecognizedDeviceError: {
    changes: { deviceAttributes: null },
    faults: always({ kind: "code", code: 12345 }),
  },
};
