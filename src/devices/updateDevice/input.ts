import { Field, ID, InputType } from "type-graphql";

import { type JsonMap, MapScalar } from "../../scalars/map.js";
import { type StringI18n, StringI18nScalar } from "../../scalars/stringI18n.js";

/** The request as a client writes it. Absent and null differ: `readChanges` refuses null. */
@InputType({
  description:
    "Absent fields stay as they are. An explicit null is refused: EnOS does not say what it would mean.",
})
export class UpdateDeviceInput {
  @Field(() => ID)
  readonly orgId!: string;

  @Field(() => ID)
  readonly assetId!: string;

  @Field(() => String, { nullable: true })
  readonly timezone?: string | null;

  @Field(() => StringI18nScalar, { nullable: true })
  readonly deviceName?: StringI18n | null;

  @Field(() => MapScalar, { nullable: true, description: "Attributes to set; the others stay." })
  readonly deviceAttributes?: JsonMap | null;

  @Field(() => String, { nullable: true })
  readonly deviceDesc?: string | null;

  @Field(() => MapScalar, {
    nullable: true,
    description: "All tags from now on: tags that are not named are removed.",
  })
  readonly deviceTags?: JsonMap | null;
}
