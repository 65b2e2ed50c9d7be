import { Ctx, Field, ID, ObjectType } from "type-graphql";

import type { DevicesContext } from "../context.js";
import { Device } from "../device.js";
import { DeviceError, type DeviceErrorDetails } from "./deviceError.js";

/** What was asked for: a device key, and the product that was to have it. */
export interface TakenKey {
  readonly orgId: string;
  readonly productKey: string;
  readonly deviceKey: string | null;
}

/** Somebody else's device holds the key that was asked for. */
@ObjectType({
  implements: DeviceError,
  description: "EnOS 11702: another device already holds the requested `deviceKey`.",
  simpleResolvers: true,
})
export class DeviceKeyTakenError extends DeviceError {
  @Field(() => ID, { nullable: true })
  readonly deviceKey: string | null;

  readonly key: TakenKey;

  constructor(details: DeviceErrorDetails, key: TakenKey) {
    super(details);
    this.deviceKey = key.deviceKey;
    this.key = key;
  }

  @Field(() => Device, {
    nullable: true,
    description:
      "The device that holds the key, when it belongs to the same product and the caller may read it.",
  })
  async device(@Ctx() { devices }: DevicesContext): Promise<Device | null> {
    const { orgId, productKey, deviceKey } = this.key;
    if (deviceKey === null || !devices.allows(orgId)) return null;
    return devices.find({ orgId, productKey, deviceKey });
  }
}
