import { Field, ID, ObjectType } from "type-graphql";

import { DeviceError, type DeviceErrorDetails } from "./deviceError.js";

/** Somebody else's device holds the key that was asked for. */
@ObjectType({
  implements: DeviceError,
  description: "EnOS 11702: another device already holds the requested `deviceKey`.",
  simpleResolvers: true,
})
export class DeviceKeyTakenError extends DeviceError {
  @Field(() => ID, { nullable: true })
  readonly deviceKey: string | null;

  constructor(details: DeviceErrorDetails, deviceKey: string | null) {
    super(details);
    this.deviceKey = deviceKey;
  }
}
