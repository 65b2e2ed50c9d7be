import { Field, ID, ObjectType } from "type-graphql";

import { DeviceError, type DeviceErrorDetails } from "./deviceError.js";

/** A device made with this idempotency key stands in EnOS, and it is not the one asked for. */
@ObjectType({
  implements: DeviceError,
  description: "The idempotency key was used before, for a different input.",
  simpleResolvers: true,
})
export class IdempotencyConflictError extends DeviceError {
  @Field(() => ID)
  readonly idempotencyKey: string;

  constructor(details: DeviceErrorDetails, idempotencyKey: string) {
    super(details);
    this.idempotencyKey = idempotencyKey;
  }
}
