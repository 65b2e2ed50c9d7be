import { Field, Int, ObjectType } from "type-graphql";

import { DeviceError, type DeviceErrorDetails } from "./deviceError.js";

/** EnOS was not asked, or certainly did nothing. */
@ObjectType({
  implements: DeviceError,
  description: "EnOS could not be asked, or said it did nothing. No device was created.",
  simpleResolvers: true,
})
export class EnosUnavailableError extends DeviceError {
  @Field(() => Int, {
    nullable: true,
    description: "How long to wait before trying again, when known. Milliseconds.",
  })
  readonly retryAfterMs: number | null;

  constructor(details: DeviceErrorDetails, retryAfterMs?: number) {
    super(details);
    this.retryAfterMs = retryAfterMs ?? null;
  }
}
