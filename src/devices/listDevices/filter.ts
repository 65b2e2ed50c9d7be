import { Field, ID, InputType } from "type-graphql";

import { type JsonMap, MapScalar } from "../../scalars/map.js";
import { DeviceStatus } from "../deviceStatus.js";

/** The conditions of `Query.devices`. A condition that is null counts as absent. */
@InputType({
  description: "Every condition that is given must hold; a list holds when one of its values does.",
})
export class DeviceFilter {
  @Field(() => [ID], { nullable: true })
  readonly productKeys?: readonly string[] | null;

  @Field(() => [ID], { nullable: true })
  readonly assetIds?: readonly string[] | null;

  @Field(() => [ID], { nullable: true })
  readonly deviceKeys?: readonly string[] | null;

  @Field(() => String, {
    nullable: true,
    description: "Part of the name, ignoring case: of its default, Chinese or English form.",
  })
  readonly nameContains?: string | null;

  @Field(() => [DeviceStatus], { nullable: true })
  readonly statuses?: readonly DeviceStatus[] | null;

  @Field(() => MapScalar, {
    nullable: true,
    description: "Tags the device has with exactly these values.",
  })
  readonly deviceTags?: JsonMap | null;

  @Field(() => MapScalar, {
    nullable: true,
    description: "Attributes the device has with exactly these values.",
  })
  readonly deviceAttributes?: JsonMap | null;
}
