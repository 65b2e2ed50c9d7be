import { Args, ArgsType, Directive, Field, ID, ObjectType } from "type-graphql";

import { SimpleField } from "../graphql/simpleField.js";
import { DateTimeScalar } from "../scalars/dateTime.js";
import { type JsonMap, MapScalar } from "../scalars/map.js";
import { type StringI18n, StringI18nScalar } from "../scalars/stringI18n.js";
import { isLocale } from "../scalars/text.js";
import type { DevicesContext } from "./context.js";
import { toDeviceId } from "./deviceId.js";
import { DeviceStatus, type DeviceActivity } from "./deviceStatus.js";

/** The known fields of a device; all but its identity may be missing. */
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
  /** Undefined if it was not read: then it is read when an operation selects it. */
  readonly activity?: DeviceActivity | undefined;
}

/** Arguments of fields in one language. */
@ArgsType()
export class LocaleArgs {
  @Field(() => String, { nullable: true })
  readonly locale?: string | null;
}

/** A field about a device's connections: a promise of it where it has to be read. */
type Activity<Name extends keyof DeviceActivity> =
  DeviceActivity[Name] | null | Promise<DeviceActivity[Name] | null>;

/** The entity `Device`. It holds no secret: the right to read a device does not include its secret. */
@Directive('@key(fields: "orgId assetId")')
@Directive('@key(fields: "orgId productKey deviceKey")')
@Directive('@key(fields: "id")')
@ObjectType({ description: "A device registered on EnOS.", simpleResolvers: true })
export class Device {
  @SimpleField(() => ID, { description: "Opaque and stable identifier, for caches and other subgraphs." })
  get id(): string {
    return toDeviceId(this);
  }

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

  readonly activity: DeviceActivity | undefined;

  constructor(fields: DeviceFields) {
    this.orgId = fields.orgId;
    this.assetId = fields.assetId;
    this.productKey = fields.productKey;
    this.deviceKey = fields.deviceKey ?? null;
    this.deviceName = fields.deviceName ? withoutEmptyTranslations(fields.deviceName) : null;
    this.timezone = fields.timezone ?? null;
    // EnOS stores an absent description as an empty one, and absent maps as null or empty: the graph shows one form.
    this.deviceDesc = fields.deviceDesc === "" ? null : (fields.deviceDesc ?? null);
    this.deviceAttributes = fields.deviceAttributes ?? {};
    this.deviceTags = fields.deviceTags ?? {};
    this.activity = fields.activity;
  }

  @SimpleField(() => DeviceStatus, { nullable: true })
  status(_args: object, context: DevicesContext): Activity<"status"> {
    return this.#readActivity("status", context);
  }

  @SimpleField(() => DateTimeScalar, { nullable: true })
  createTime(_args: object, context: DevicesContext): Activity<"createTime"> {
    return this.#readActivity("createTime", context);
  }

  @SimpleField(() => DateTimeScalar, { nullable: true, description: "First connection; null before it." })
  activeTime(_args: object, context: DevicesContext): Activity<"activeTime"> {
    return this.#readActivity("activeTime", context);
  }

  @SimpleField(() => DateTimeScalar, { nullable: true })
  lastOnlineTime(_args: object, context: DevicesContext): Activity<"lastOnlineTime"> {
    return this.#readActivity("lastOnlineTime", context);
  }

  @SimpleField(() => DateTimeScalar, { nullable: true })
  lastOfflineTime(_args: object, context: DevicesContext): Activity<"lastOfflineTime"> {
    return this.#readActivity("lastOfflineTime", context);
  }

  @SimpleField(() => Product, { description: "The product the device is an instance of." })
  get product(): Product {
    return new Product(this.orgId, this.productKey);
  }

  @SimpleField(() => String, {
    nullable: true,
    description:
      "The name in one language: the translation for `locale` (`zh_CN` or `zh-CN`), else one in the same language, else the default.",
  })
  displayName(@Args(() => LocaleArgs) { locale }: LocaleArgs): string | null {
    return this.deviceName && displayName(this.deviceName, locale ?? undefined);
  }

  /** Without a promise where the activity is known: a list has many devices. */
  #readActivity<Name extends keyof DeviceActivity>(name: Name, { devices }: DevicesContext): Activity<Name> {
    const { activity } = this;
    return activity ? activity[name] : devices.findActivity(this).then((found) => found?.[name] ?? null);
  }
}

/** EnOS stores empty translations where there are none, and blank ones as they come, for which an update would be refused. */
function withoutEmptyTranslations({ defaultValue, i18nValue }: StringI18n): StringI18n {
  const texts = Object.entries(i18nValue ?? {}).filter(([, text]) => !isBlank(text));
  return { defaultValue, i18nValue: Object.fromEntries(texts) };
}

/** EnOS may have stored any value. */
function isBlank(text: unknown): boolean {
  return typeof text !== "string" || text.trim() === "";
}

/** An entity of the subgraph that manages products; this subgraph adds the fields for creating devices. */
@Directive('@key(fields: "orgId productKey")')
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
 * Returns the text that fits a locale best: its own translation, else that of the next wider locale (`zh_Hans_CN`,
 * `zh_Hans`, `zh`), else one in the same language, else the default; null when there is no text at all.
 *
 * @see RFC 4647, section 3.4, "Lookup"
 */
export function displayName(name: StringI18n, locale: string | undefined): string | null {
  if (locale === undefined || !isLocale(locale.trim())) return name.defaultValue || null;
  const spelling = spellingOf(locale);
  const texts = name.i18nValue ?? {};
  // A translation that is spelt as EnOS spells it is found without an index.
  if (Object.hasOwn(texts, spelling) && texts[spelling]) return texts[spelling];
  const translations = translationsOf(name);
  const subtags = spelling.toLowerCase().split("_");
  for (let length = subtags.length; length > 0; length -= 1) {
    const translation = translations.get(subtags.slice(0, length).join("_"));
    if (translation) return translation;
  }
  const [language = ""] = subtags;
  const sameLanguage = [...translations].find(([key, text]) => text && key.startsWith(`${language}_`));
  return sameLanguage?.[1] ?? (name.defaultValue || null);
}

/** An index of so many translations takes less time to make than to remember. */
const FEW_TRANSLATIONS = 8;

/** Indexes of names with many translations: one for each name, however often an operation asks for it. */
const indexes = new WeakMap<StringI18n, ReadonlyMap<string, string>>();

function translationsOf(name: StringI18n): ReadonlyMap<string, string> {
  const known = indexes.get(name);
  if (known) return known;
  const translations = Object.entries(name.i18nValue ?? {});
  const index = new Map<string, string>();
  for (const [key, text] of translations) index.set(canonical(key), text);
  if (translations.length > FEW_TRANSLATIONS) indexes.set(name, index);
  return index;
}

/** Returns a locale as EnOS spells it: `zh_CN`, where browsers write `zh-CN`. */
function spellingOf(locale: string): string {
  return locale.trim().replaceAll("-", "_");
}

/** Returns one form of a locale, for EnOS and browsers ignore case. */
function canonical(locale: string): string {
  return spellingOf(locale).toLowerCase();
}
