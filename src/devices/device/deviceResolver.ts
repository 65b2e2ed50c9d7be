import { Args, Ctx, Query, Resolver } from "type-graphql";

import type { DevicesContext } from "../context.js";
import { Device } from "../device.js";
import { DeviceArgs, DeviceByKeyArgs } from "./deviceArgs.js";

/** `Query.device` and `Query.deviceByKey`. */
@Resolver()
export class DeviceResolver {
  @Query(() => Device, {
    nullable: true,
    description: "The device with this asset ID, or null when the organization has none.",
  })
  device(
    @Args(() => DeviceArgs) reference: DeviceArgs,
    @Ctx() { devices }: DevicesContext,
  ): Promise<Device | null> {
    return devices.find(reference);
  }

  @Query(() => Device, {
    nullable: true,
    description: "The device that holds this key, or null when the product has none.",
  })
  deviceByKey(
    @Args(() => DeviceByKeyArgs) reference: DeviceByKeyArgs,
    @Ctx() { devices }: DevicesContext,
  ): Promise<Device | null> {
    return devices.find(reference);
  }
}
