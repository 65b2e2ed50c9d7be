import { Args, ArgsType, Ctx, Directive, Field, ID, Mutation, Resolver } from "type-graphql";

import { writeEach } from "../assetList.js";
import type { DevicesContext } from "../context.js";
import { UpdateDeviceResult } from "../updateDevice/result.js";
import type { WriteRateLimit } from "../writeRateLimit.js";
import type { SetDevicesEnabled } from "./setDevicesEnabled.js";

@ArgsType()
class SetDevicesEnabledArgs {
  @Field(() => ID)
  readonly orgId!: string;

  @Field(() => [ID])
  readonly assetIds!: string[];

  @Field(() => Boolean)
  readonly enabled!: boolean;
}

/** `Mutation.setDevicesEnabled`. */
@Resolver()
export class SetDevicesEnabledResolver {
  constructor(
    private readonly setter: SetDevicesEnabled,
    private readonly limit: WriteRateLimit,
  ) {}

  @Directive("@cost(weight: 25)")
  @Directive("@listSize(assumedSize: 20)")
  @Mutation(() => [UpdateDeviceResult], {
    nullable: "itemsAndList",
    description:
      "Enables or disables up to 100 devices: a disabled device cannot connect. The reversible alternative to deletion.\n" +
      "One result per asset ID, in their order.",
  })
  setDevicesEnabled(
    @Args(() => SetDevicesEnabledArgs) { orgId, assetIds, enabled }: SetDevicesEnabledArgs,
    @Ctx() context: DevicesContext,
  ): Promise<UpdateDeviceResult>[] {
    const mayRead = context.devices.mayRead(orgId);
    return writeEach<UpdateDeviceResult>(context, {
      ...{ orgId, assetIds, scope: "device:update", limit: this.limit },
      write: (device) => this.setter.run({ device, enabled, mayRead }, context.deadline),
    });
  }
}
