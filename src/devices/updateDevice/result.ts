import type { GraphQLResolveInfo } from "graphql";
import { Ctx, Field, ID, Info, ObjectType, createUnionType } from "type-graphql";

import type { DevicesContext } from "../context.js";
import { Device } from "../device.js";
import {
  DeviceNotFoundError,
  DeviceUnconfirmedError,
  EnosUnavailableError,
  InvalidDeviceInputError,
  OrganizationAccessDeniedError,
  UnrecognizedDeviceError,
} from "../deviceErrors.js";
import type { AssetReference } from "../deviceReference.js";
import type { WrittenFields } from "../recentWrites.js";
import { selectedFields } from "../selection.js";

/** EnOS confirmed the change. Reading the device is a step of its own, which may fail without undoing the change. */
@ObjectType({ description: "The device is as requested." })
export class UpdateDeviceSuccess {
  @Field(() => ID, {
    nullable: true,
    simple: true,
    description: "EnOS's ID of this request. Quote it to EnOS support.",
  })
  readonly requestId: string | null;

  constructor(
    private readonly reference: AssetReference,
    private readonly written: WrittenFields,
    requestId: string | undefined,
  ) {
    this.requestId = requestId ?? null;
  }

  @Field(() => Device, {
    nullable: true,
    description:
      "As it is now; null, with an error, when it could not be read. The change stands all the same.",
  })
  device(@Ctx() { devices }: DevicesContext, @Info() info: GraphQLResolveInfo): Promise<Device> {
    return devices.findWritten(this.reference, this.written, selectedFields(info, "Device"));
  }
}

/** An instance's class says which member it is. */
export const UpdateDeviceResult = createUnionType({
  name: "UpdateDeviceResult",
  description: "Result of changing a device.",
  types: () =>
    [
      UpdateDeviceSuccess,
      DeviceNotFoundError,
      InvalidDeviceInputError,
      OrganizationAccessDeniedError,
      EnosUnavailableError,
      DeviceUnconfirmedError,
      UnrecognizedDeviceError,
    ] as const,
});

export type UpdateDeviceResult =
  | UpdateDeviceSuccess
  | DeviceNotFoundError
  | InvalidDeviceInputError
  | OrganizationAccessDeniedError
  | EnosUnavailableError
  | DeviceUnconfirmedError
  | UnrecognizedDeviceError;
