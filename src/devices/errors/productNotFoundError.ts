import { Field, ID, ObjectType } from "type-graphql";

import { DeviceError, type DeviceErrorDetails } from "./deviceError.js";

/** The organization has no such product. */
@ObjectType({
  implements: DeviceError,
  description: "EnOS 11404, 99404 or 11611: the organization has no such product.",
  simpleResolvers: true,
})
export class ProductNotFoundError extends DeviceError {
  @Field(() => ID)
  readonly productKey: string;

  constructor(details: DeviceErrorDetails, productKey: string) {
    super(details);
    this.productKey = productKey;
  }
}
