import { Args, ArgsType, Ctx, Directive, Field, ID, Mutation, Resolver } from "type-graphql";

import type { Enos } from "../../enos/enos.js";
import { writeEach } from "../assetList.js";
import type { DevicesContext } from "../context.js";
import { DeviceNotFoundError } from "../deviceErrors.js";
import type { WriteRateLimit } from "../writeRateLimit.js";
import { deleteDevice } from "./deleteDevice.js";
import { DeleteDeviceResult, DeleteDeviceSuccess } from "./result.js";

@ArgsType()
class DeleteDevicesArgs {
  @Field(() => ID)
  readonly orgId!: string;

  @Field(() => [ID])
  readonly assetIds!: string[];
}

/** `Mutation.deleteDevices`. */
@Resolver()
export class DeleteDevicesResolver {
  constructor(
    private readonly enos: Enos,
    private readonly limit: WriteRateLimit,
  ) {}

  @Directive("@cost(weight: 25)")
  @Directive("@listSize(assumedSize: 20)")
  @Mutation(() => [DeleteDeviceResult], {
    nullable: "itemsAndList",
    description: "Deletes up to 100 devices permanently. One result per asset ID, in their order.",
  })
  deleteDevices(
    @Args(() => DeleteDevicesArgs) { orgId, assetIds }: DeleteDevicesArgs,
    @Ctx() context: DevicesContext,
  ): Promise<DeleteDeviceResult>[] {
    return writeEach<DeleteDeviceResult>(context, {
      ...{ orgId, assetIds, scope: "device:delete", limit: this.limit },
      write: async (device) => {
        const result = await deleteDevice(this.enos, device, context.deadline);
        const isGone = result instanceof DeleteDeviceSuccess || result instanceof DeviceNotFoundError;
        if (isGone) context.devices.forget(device);
        return result;
      },
    });
  }
}
