import { Args, Field, ID, Int, ObjectType } from "type-graphql";

import { SimpleField } from "../../graphql/simpleField.js";
import { type JsonMap, MapScalar } from "../../scalars/map.js";
import { type StringI18n, StringI18nScalar } from "../../scalars/stringI18n.js";
import { displayName, LocaleArgs } from "../device.js";
import { schemaIn } from "./attributesSchema.js";
import { ThingDataType } from "./thingDataType.js";

/** An allowed value of an attribute. */
@ObjectType({ description: "One allowed value.", simpleResolvers: true })
export class ThingChoice {
  @Field(() => String, { description: 'The value as JSON text: `1`, or `"north"` with its quotes.' })
  readonly value: string;

  @Field(() => StringI18nScalar, { nullable: true })
  readonly label: StringI18n | null;

  constructor(value: string, label: StringI18n | null) {
    this.value = value;
    this.label = label;
  }
}

/** EnOS's definition of one attribute; members that are null restrict nothing. */
export interface ThingAttributeFields {
  readonly identifier: string;
  readonly name: StringI18n | null;
  readonly desc: string | null;
  readonly dataType: ThingDataType;
  readonly isRequired: boolean;
  readonly maxLength: number | null;
  readonly choices: readonly ThingChoice[] | null;
  readonly itemType: ThingDataType | null;
  readonly members: readonly ThingAttribute[] | null;
  readonly unit: string | null;
}

/** An attribute of a thing model, or a member of a structure. */
@ObjectType({ description: "One attribute that a thing model defines.", simpleResolvers: true })
export class ThingAttribute {
  @Field(() => String, { description: "Its name in `deviceAttributes`." })
  readonly identifier: string;

  @Field(() => StringI18nScalar, { nullable: true })
  readonly name: StringI18n | null;

  @Field(() => String, { nullable: true })
  readonly desc: string | null;

  @Field(() => ThingDataType)
  readonly dataType: ThingDataType;

  @Field(() => Boolean, { description: "Whether EnOS refuses a device without it." })
  readonly isRequired: boolean;

  @Field(() => Int, { nullable: true, description: "For `STRING`: its longest length." })
  readonly maxLength: number | null;

  @Field(() => [ThingChoice], { nullable: true, description: "For `ENUM` and `BOOL`: the allowed values." })
  readonly choices: readonly ThingChoice[] | null;

  @Field(() => ThingDataType, { nullable: true, description: "For `ARRAY`: the type of its elements." })
  readonly itemType: ThingDataType | null;

  @Field(() => [ThingAttribute], { nullable: true, description: "For `STRUCT`: its members." })
  readonly members: readonly ThingAttribute[] | null;

  @Field(() => String, { nullable: true, description: "Unit, such as `rpm`." })
  readonly unit: string | null;

  constructor(fields: ThingAttributeFields) {
    this.identifier = fields.identifier;
    this.name = fields.name;
    this.desc = fields.desc;
    this.dataType = fields.dataType;
    this.isRequired = fields.isRequired;
    this.maxLength = fields.maxLength;
    this.choices = fields.choices;
    this.itemType = fields.itemType;
    this.members = fields.members;
    this.unit = fields.unit;
  }

  @SimpleField(() => String, {
    nullable: true,
    description: "The name in one language, as `Device.displayName`.",
  })
  displayName(@Args(() => LocaleArgs) { locale }: LocaleArgs): string | null {
    return this.name && displayName(this.name, locale ?? undefined);
  }
}

/** The attributes that the devices of a product may have. The same instance serves all requests while it is cached. */
@ObjectType({
  description: "What EnOS calls a thing model, as far as it concerns creating a device.",
  simpleResolvers: true,
})
export class ThingModel {
  @Field(() => ID)
  readonly modelId: string;

  @Field(() => StringI18nScalar, { nullable: true })
  readonly name: StringI18n | null;

  @Field(() => [ThingAttribute], {
    description: "What `CreateDeviceInput.deviceAttributes` may hold, required attributes first.",
  })
  readonly attributes: readonly ThingAttribute[];

  constructor(modelId: string, name: StringI18n | null, attributes: readonly ThingAttribute[]) {
    this.modelId = modelId;
    this.name = name;
    this.attributes = attributes;
  }

  @SimpleField(() => MapScalar, {
    description:
      "The same as a JSON Schema (2020-12) of `deviceAttributes`, for form generators; titles in the language of\n" +
      "`locale`, else the default.",
  })
  attributesSchema(@Args(() => LocaleArgs) { locale }: LocaleArgs, context: object): JsonMap {
    return schemaIn(context, this, locale ?? undefined);
  }
}
