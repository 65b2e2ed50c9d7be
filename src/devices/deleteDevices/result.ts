import { Field, ID, ObjectType, createUnionType } from "type-graphql";

import {
  DeviceNotFoundError,
  DeviceUnconfirmedError,
  EnosUnavailableError,
  OrganizationAccessDeniedError,
  UnrecognizedDeviceError,
} from "../deviceErrors.js";
import { toDeviceId } from "../deviceId.js";
import type { AssetReference } from "../deviceReference.js";

/** EnOS no longer has the device. */
@ObjectType({ description: "The device is gone.", simpleResolvers: true })
export class DeleteDeviceSuccess {
  @Field(() => ID, { description: "`Device.id` of the deleted device, for caches." })
  readonly deletedId: string;

  @Field(() => ID)
  readonly assetId: string;

  @Field(() => ID, { nullable: true })
  readonly requestId: string | null;

  constructor(device: AssetReference, requestId: string | undefined) {
    this.deletedId = toDeviceId(device);
    this.assetId = device.assetId;
    this.requestId = requestId ?? null;
  }
}

/** An instance's class says which member it is. */
export const DeleteDeviceResult = createUnionType({
  name: "DeleteDeviceResult",
  description: "Result of deleting a device.",
  types: () =>
    [
      DeleteDeviceSuccess,
      DeviceNotFoundError,
      OrganizationAccessDeniedError,
      EnosUnavailableError,
      DeviceUnconfirmedError,
      UnrecognizedDeviceError,
    ] as const,
});

export type DeleteDeviceResult =
  | DeleteDeviceSuccess
  | DeviceNotFoundError
  | OrganizationAccessDeniedError
  | EnosUnavailableError
  | DeviceUnconfirmedError
  | UnrecognizedDeviceError;
