import { Arg, Directive, Field, ID, ObjectType } from "type-graphql";

import { type JsonMap, MapScalar } from "../scalars/map.js";
import { type StringI18n, StringI18nScalar } from "../scalars/stringI18n.js";

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

/** A reference to an entity of the subgraph that manages products; nothing of a product is known here. */
@Directive('@key(fields: "orgId productKey", resolvable: false)')
@ObjectType({
  description: "A product, owned by the subgraph that manages products.",
  simpleResolvers: true,
})
export class Product {
  @Field(() => ID)
  readonly orgId: string;

  @Field(() => ID)
  readonly productKey: string;

  constructor(orgId: string, productKey: string) {
    this.orgId = orgId;
    this.productKey = productKey;
  }
}

/**
 * Gives the one text that fits a locale best: its own translation, else that of the next wider locale
 * (`zh_Hans_CN`, `zh_Hans`, `zh`), else the default; null when there is no text at all.
 *
 * EnOS stores empty translations where there are none.
 *
 * @see RFC 4647, section 3.4, "Lookup"
 */
export function displayName(name: StringI18n, locale: string | undefined): string | null {
  const translations = new Map(
    Object.entries(name.i18nValue ?? {}).map(([key, text]): [string, string] => [canonical(key), text]),
  );
  const subtags = locale === undefined ? [] : canonical(locale).split("_");
  for (let length = subtags.length; length > 0; length -= 1) {
    const translation = translations.get(subtags.slice(0, length).join("_"));
    if (translation) return translation;
  }
  return name.defaultValue || null;
}

/** EnOS writes `zh_CN`, browsers write `zh-CN`, and neither minds the case. */
function canonical(locale: string): string {
  return locale.trim().replaceAll("-", "_").toLowerCase();
}
