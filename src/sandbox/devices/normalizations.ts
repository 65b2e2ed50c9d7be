import { isJsonObject } from "../http/json.js";
import type { DeviceInput, StringI18n } from "./device.js";

type Normalize = (input: DeviceInput) => DeviceInput;

/** The ways in which a platform can change values when it stores them, by their names in the setting. */
const NORMALIZATIONS = {
  /** Texts lose their outer blanks and line ends. */
  trim: onTexts((text) => text.trim()),
  /** Texts are in Unicode's composed form. */
  nfc: onTexts((text) => text.normalize("NFC")),
  /** Line ends are single line feeds. */
  lineFeeds: onTexts((text) => text.replace(/\r\n?/g, "\n")),
  /** Zone names are those of today. */
  zoneAlias: (input) => ({ ...input, timezone: ZONE_ALIASES[input.timezone] ?? input.timezone }),
  /** Zone names are in lower case. */
  zoneCase: (input) => ({ ...input, timezone: input.timezone.toLowerCase() }),
  numbersAsText: onAttributes((value) => (typeof value === "number" ? String(value) : value)),
  textAsNumbers: onAttributes((value) =>
    typeof value === "string" && /^-?\d{1,15}(\.\d{1,9})?$/.test(value) ? Number(value) : value,
  ),
  booleansAsNumbers: onAttributes((value) => (typeof value === "boolean" ? Number(value) : value)),
  /** Fractions have the precision of 32 bits. */
  float32: onAttributes((value) =>
    typeof value === "number" && !Number.isInteger(value) ? Math.fround(value) : value,
  ),
  datesWithTime: onAttributes((value) =>
    typeof value === "string" && /^\d{4}-\d\d-\d\d$/.test(value) ? `${value} 00:00:00` : value,
  ),
  /** Objects have one more member. */
  memberDefaults: onAttributes((value) => (isJsonObject(value) ? { b: 0, ...value } : value)),
  /** Objects have no members that are null. */
  nullMembersDropped: onAttributes((value) =>
    isJsonObject(value) ? withoutEntries(value, (member) => member === null) : value,
  ),
  emptyAttributesDropped: (input) => ({
    ...input,
    deviceAttributes:
      input.deviceAttributes && withoutEntries(input.deviceAttributes, (value) => value === ""),
  }),
  /** Attributes are in another order than they were sent. */
  attributesReordered: (input) => ({
    ...input,
    deviceAttributes:
      input.deviceAttributes && Object.fromEntries(Object.entries(input.deviceAttributes).reverse()),
  }),
  /** Every device has the attribute `y`. */
  attributeDefaults: (input) => ({ ...input, deviceAttributes: { y: 5, ...input.deviceAttributes } }),
  /** Devices without attributes have null instead. */
  noAttributesNull: (input) => ({
    ...input,
    deviceAttributes: isEmpty(input.deviceAttributes) ? null : input.deviceAttributes,
  }),
  /** Devices without tags have null instead. */
  noTagsNull: (input) => ({ ...input, deviceTags: isEmpty(input.deviceTags) ? null : input.deviceTags }),
  /** Every device has the tag `addedBy`. */
  tagAdded: (input) => ({ ...input, deviceTags: { ...input.deviceTags, addedBy: "platform" } }),
  emptyTagsDropped: (input) => ({
    ...input,
    deviceTags:
      input.deviceTags &&
      (withoutEntries(input.deviceTags, (value) => value === "") as Readonly<Record<string, string>>),
  }),
  noTranslationsNull: onNoTranslations(null),
  noTranslationsBlank: onNoTranslations({ en_US: "", zh_CN: "" }),
  noTranslationsNullEntries: onNoTranslations({ en_US: null }),
  noDescriptionEmpty: (input) => ({ ...input, deviceDesc: input.deviceDesc ?? "" }),
  emptyDescriptionNull: (input) => ({
    ...input,
    deviceDesc: input.deviceDesc === "" ? null : input.deviceDesc,
  }),
  /** The name is its default value, without translations. */
  nameAsText: (input) => ({
    ...input,
    deviceName: typeof input.deviceName === "string" ? input.deviceName : input.deviceName.defaultValue,
  }),
} satisfies Record<string, Normalize>;

export type Normalization = keyof typeof NORMALIZATIONS;
export const NORMALIZATION_NAMES = Object.keys(NORMALIZATIONS) as [Normalization, ...Normalization[]];

/** Names of zones that were renamed, as the IANA database links them. */
const ZONE_ALIASES: Readonly<Record<string, string>> = {
  "America/Buenos_Aires": "America/Argentina/Buenos_Aires",
  "Asia/Calcutta": "Asia/Kolkata",
  "Asia/Chongqing": "Asia/Shanghai",
  "Asia/Katmandu": "Asia/Kathmandu",
  "Asia/Rangoon": "Asia/Yangon",
  "Asia/Saigon": "Asia/Ho_Chi_Minh",
  "Europe/Kiev": "Europe/Kyiv",
  "US/Eastern": "America/New_York",
  UTC: "Etc/UTC",
};

/** Returns the stored form of an input. */
export function normalize(input: DeviceInput, names: readonly Normalization[]): DeviceInput {
  return names.reduce((changed, name) => NORMALIZATIONS[name](changed), input);
}

/** Changes the name, the description, the tags' values and the attributes that are texts. */
function onTexts(change: (text: string) => string): Normalize {
  const changeName = ({ defaultValue, i18nValue = {} }: StringI18n): StringI18n => ({
    defaultValue: change(defaultValue),
    i18nValue:
      i18nValue &&
      Object.fromEntries(Object.entries(i18nValue).map(([locale, text]) => [locale, text && change(text)])),
  });
  const changeAttributes = onAttributes((value) => (typeof value === "string" ? change(value) : value));
  return (input) => ({
    ...changeAttributes(input),
    deviceName:
      typeof input.deviceName === "string" ? change(input.deviceName) : changeName(input.deviceName),
    deviceDesc: input.deviceDesc && change(input.deviceDesc),
    deviceTags:
      input.deviceTags &&
      Object.fromEntries(Object.entries(input.deviceTags).map(([key, value]) => [key, change(value)])),
  });
}

/** Changes the value of every attribute. */
function onAttributes(change: (value: unknown) => unknown): Normalize {
  return (input) => ({
    ...input,
    deviceAttributes:
      input.deviceAttributes &&
      Object.fromEntries(
        Object.entries(input.deviceAttributes).map(([name, value]) => [name, change(value)]),
      ),
  });
}

/** Replaces the translations of a name that has none. */
function onNoTranslations(i18nValue: NonNullable<StringI18n["i18nValue"]> | null): Normalize {
  return (input) => {
    const { deviceName } = input;
    return typeof deviceName !== "string" && isEmpty(deviceName.i18nValue)
      ? { ...input, deviceName: { ...deviceName, i18nValue } }
      : input;
  };
}

function withoutEntries(
  map: Readonly<Record<string, unknown>>,
  isDropped: (value: unknown) => boolean,
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(map).filter(([, value]) => !isDropped(value)));
}

function isEmpty(map: object | null | undefined): boolean {
  return !map || Object.keys(map).length === 0;
}
