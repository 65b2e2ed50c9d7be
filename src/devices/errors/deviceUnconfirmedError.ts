import { Field, ID, ObjectType } from "type-graphql";

import { DeviceError, type DeviceErrorDetails } from "./deviceError.js";

/** The one honest answer when a create may have been applied and nobody can say. */
@ObjectType({
  implements: DeviceError,
  description:
    "EnOS was asked and its answer was lost: the device may exist. Send the same request again with the same\n" +
    "`idempotencyKey` to find out; `retryable` is true only when the request carried a key.",
  simpleResolvers: true,
})
export class DeviceUnconfirmedError extends DeviceError {
  @Field(() => ID, { nullable: true, description: "The key to look for, when the request had one." })
  readonly deviceKey: string | null;

  constructor(details: DeviceErrorDetails, deviceKey: string | null) {
    super(details);
    this.deviceKey = deviceKey;
  }
}
