import { Field, ID, InputType } from "type-graphql";

import { type JsonMap, MapScalar } from "../../scalars/map.js";
import { type StringI18n, StringI18nScalar } from "../../scalars/stringI18n.js";

/** Inputs that one request of `createDevices` or `checkDevices` takes at most. */
export const MAX_INPUTS = 1_000;

/** The request as a client writes it. An optional field that is sent as null counts as absent. */
@InputType({ description: "What EnOS needs to know to create a device, under EnOS's own names." })
export class CreateDeviceInput {
  @Field(() => ID, { description: "Organization that will own the device." })
  orgId!: string;

  @Field(() => ID, { description: "Product the device is an instance of." })
  productKey!: string;

  @Field(() => String, {
    description:
      "Where the device stands: a UTC offset such as `+08:00`, or an IANA zone such as `Asia/Shanghai`.",
  })
  timezone!: string;

  @Field(() => StringI18nScalar, { description: "Name of the device." })
  deviceName!: StringI18n;

  @Field(() => MapScalar, {
    nullable: true,
    description: "Attributes that the product's thing model defines: see `thingModel`.",
  })
  deviceAttributes?: JsonMap | null | undefined;

  @Field(() => ID, {
    nullable: true,
    description: "Key of your choosing, 4 to 64 characters, not in use yet. Assigned when absent.",
  })
  deviceKey?: string | null | undefined;

  @Field(() => String, { nullable: true, description: "Description of the device." })
  deviceDesc?: string | null | undefined;

  @Field(() => MapScalar, { nullable: true, description: "Free tags. Every value is a string." })
  deviceTags?: JsonMap | null | undefined;

  @Field(() => ID, {
    nullable: true,
    description:
      "Makes the request safe to repeat: the same key with the same input returns the same device and secret, for as long as\n" +
      "the device keeps its key. A later change of the device can make a repeat an `IdempotencyConflictError`; once it is\n" +
      "deleted, replaced or moved to another organization, a repeat creates another device. Must not be guessable. The\n" +
      "device key is derived from it when `deviceKey` is absent.",
  })
  idempotencyKey?: string | null | undefined;
}
