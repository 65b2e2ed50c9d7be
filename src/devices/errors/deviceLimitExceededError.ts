import { Field, ID, ObjectType } from "type-graphql";

import { DeviceError, type DeviceErrorDetails } from "./deviceError.js";

/** The product is full. */
@ObjectType({
  implements: DeviceError,
  description: "EnOS 11739: the product already has as many devices as it may.",
  simpleResolvers: true,
})
export class DeviceLimitExceededError extends DeviceError {
  @Field(() => ID)
  readonly productKey: string;

  constructor(details: DeviceErrorDetails, productKey: string) {
    super(details);
    this.productKey = productKey;
  }
}
