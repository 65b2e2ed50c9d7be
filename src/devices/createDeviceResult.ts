import { createUnionType } from "type-graphql";

import { DeviceKeyNotAssignedError } from "./errors/deviceKeyNotAssignedError.js";
import { DeviceKeyTakenError } from "./errors/deviceKeyTakenError.js";
import { DeviceLimitExceededError } from "./errors/deviceLimitExceededError.js";
import { DeviceUnconfirmedError } from "./errors/deviceUnconfirmedError.js";
import { EnosUnavailableError } from "./errors/enosUnavailableError.js";
import { IdempotencyConflictError } from "./errors/idempotencyConflictError.js";
import { InvalidDeviceInputError } from "./errors/invalidDeviceInputError.js";
import { OrganizationAccessDeniedError } from "./errors/organizationAccessDeniedError.js";
import { ProductNotFoundError } from "./errors/productNotFoundError.js";
import { UnrecognizedDeviceError } from "./errors/unrecognizedDeviceError.js";
import { CreateDeviceSuccess } from "./createDeviceSuccess.js";

/** The union as GraphQL knows it; an instance's class says which member it is. */
export const CreateDeviceResult = createUnionType({
  name: "CreateDeviceResult",
  description: "What became of a request to create a device.",
  types: () =>
    [
      CreateDeviceSuccess,
      DeviceKeyTakenError,
      DeviceKeyNotAssignedError,
      DeviceLimitExceededError,
      InvalidDeviceInputError,
      ProductNotFoundError,
      OrganizationAccessDeniedError,
      IdempotencyConflictError,
      EnosUnavailableError,
      DeviceUnconfirmedError,
      UnrecognizedDeviceError,
    ] as const,
});

export type CreateDeviceResult =
  | CreateDeviceSuccess
  | DeviceKeyTakenError
  | DeviceKeyNotAssignedError
  | DeviceLimitExceededError
  | InvalidDeviceInputError
  | ProductNotFoundError
  | OrganizationAccessDeniedError
  | IdempotencyConflictError
  | EnosUnavailableError
  | DeviceUnconfirmedError
  | UnrecognizedDeviceError;
