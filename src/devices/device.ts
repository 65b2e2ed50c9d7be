import { Arg, Directive, Field, ID, ObjectType } from "type-graphql";

import { MapScalar, type JsonMap } from "../scalars/map.js";
import { StringI18nScalar, type StringI18n } from "../scalars/stringI18n.js";
import { displayName } from "./displayName.js";
import { Product } from "./product.js";

/** What is known of a device; all but its identity may be missing. */
export interface DeviceFields {
  readonly orgId: string;
  readonly assetId: string;
  readonly productKey: string;
  readonly deviceKey?: string | null | undefined;
  readonly deviceName?: StringI18n | null | undefined;
  readonly timezone?: string | null | undefined;
  readonly deviceDesc?: string | null | undefined;
  readonly deviceAttributes?: JsonMap | null | undefined;
  readonly deviceTags?: JsonMap | null | undefined;
}

/** The entity `Device`. It holds no secret: a device can be read by anyone who may read, its secret cannot. */
@Directive('@key(fields: "orgId assetId")')
@Directive('@key(fields: "orgId productKey deviceKey")')
@ObjectType({ description: "A device registered on EnOS.", simpleResolvers: true })
export class Device {
  @Field(() => ID)
  readonly orgId: string;

  @Field(() => ID)
  readonly assetId: string;

  @Field(() => ID)
  readonly productKey: string;

  @Field(() => ID, {
    nullable: true,
    description: "Null only when EnOS created the device and did not say which key it assigned.",
  })
  readonly deviceKey: string | null;

  @Field(() => StringI18nScalar, { nullable: true })
  readonly deviceName: StringI18n | null;

  @Field(() => String, { nullable: true })
  readonly timezone: string | null;

  @Field(() => String, { nullable: true })
  readonly deviceDesc: string | null;

  @Field(() => MapScalar, { nullable: true })
  readonly deviceAttributes: JsonMap | null;

  @Field(() => MapScalar, { nullable: true })
  readonly deviceTags: JsonMap | null;

  constructor(fields: DeviceFields) {
    this.orgId = fields.orgId;
    this.assetId = fields.assetId;
    this.productKey = fields.productKey;
    this.deviceKey = fields.deviceKey ?? null;
    this.deviceName = fields.deviceName ?? null;
    this.timezone = fields.timezone ?? null;
    this.deviceDesc = fields.deviceDesc ?? null;
    this.deviceAttributes = fields.deviceAttributes ?? null;
    this.deviceTags = fields.deviceTags ?? null;
  }

  @Field(() => Product, { description: "The product the device is an instance of." })
  get product(): Product {
    return new Product(this.orgId, this.productKey);
  }

  @Field(() => String, {
    nullable: true,
    description:
      "The name in one language: the translation for `locale` (`zh_CN` or `zh-CN`), else for its language\n" +
      "alone, else the default.",
  })
  displayName(@Arg("locale", () => String, { nullable: true }) locale?: string | null): string | null {
    return this.deviceName && displayName(this.deviceName, locale ?? undefined);
  }
}
