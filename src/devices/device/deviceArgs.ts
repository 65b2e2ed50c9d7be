import { ArgsType, Field, ID } from "type-graphql";

/** Arguments of `Query.device`. */
@ArgsType()
export class DeviceArgs {
  @Field(() => ID)
  readonly orgId!: string;

  @Field(() => ID)
  readonly assetId!: string;
}

/** Arguments of `Query.deviceByKey`. */
@ArgsType()
export class DeviceByKeyArgs {
  @Field(() => ID)
  readonly orgId!: string;

  @Field(() => ID)
  readonly productKey!: string;

  @Field(() => ID)
  readonly deviceKey!: string;
}
