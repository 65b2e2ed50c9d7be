import type { CreateDeviceInput } from "../../devices/createDevice/input.js";
import { ThingDataType } from "../../devices/thingModel/thingDataType.js";
import type { ThingAttribute, ThingModel } from "../../devices/thingModel/thingModel.js";
import { type JsonValue, isJsonObject } from "../../scalars/json.js";

/** Tag that names the run which created a device. */
export const TAG = "doctor";

/** An attribute that no thing model is likely to define. */
export const UNKNOWN_ATTRIBUTE = "doctorUnknown";

/** The body of a throwaway device's creation. */
export type Body = Pick<CreateDeviceInput, "timezone" | "deviceName"> & {
  readonly productKey: string;
  readonly deviceKey: string;
  readonly deviceDesc?: string;
  readonly deviceAttributes: Readonly<Record<string, JsonValue>>;
  readonly deviceTags: Readonly<Record<string, string>>;
};

interface AttributeTrial {
  /** Name to use if the model has no attribute of the type. */
  readonly name: string;
  readonly types: readonly ThingDataType[];
  readonly value: JsonValue;
}

const { INT, FLOAT, DOUBLE, STRING, BOOL, DATE, MAP } = ThingDataType;

/** Values that a platform may change when it stores them. */
const ATTRIBUTE_TRIALS: readonly AttributeTrial[] = [
  { name: "doctorNumber", types: [INT], value: 7 },
  { name: "doctorFraction", types: [FLOAT, DOUBLE], value: 0.1 },
  { name: "doctorDigits", types: [STRING], value: "1" },
  { name: "doctorEmpty", types: [STRING], value: "" },
  { name: "doctorFlag", types: [BOOL], value: true },
  { name: "doctorDate", types: [DATE], value: "2019-05-06" },
  { name: "doctorObject", types: [MAP], value: { a: 1, n: null } },
];

/**
 * Returns the bodies to try in this order, from the one that tests most to the one that EnOS is least likely to refuse:
 * with attributes that the model lacks, with the model's own, with plain texts and required attributes only.
 */
export function toBodies(
  ids: Pick<Body, "productKey" | "deviceKey">,
  tag: string,
  model: ThingModel | undefined,
): readonly Body[] {
  const name = `Doctor throwaway ${tag.slice(0, 6)}`;
  const required = Object.fromEntries(requiredAttributes(model));
  const { known, unknown } = trialAttributes(model);
  const full = {
    ...ids,
    timezone: "Asia/Calcutta",
    deviceName: { defaultValue: `${name} `, i18nValue: { en_US: "Cafe\u0301" } },
    deviceDesc: "first line\r\nsecond line\n",
    deviceTags: { [TAG]: tag, doctorEmpty: "" },
  };
  const plain = {
    ...ids,
    timezone: "+08:00",
    deviceName: { defaultValue: name },
    deviceAttributes: required,
    deviceTags: { [TAG]: tag },
  };
  return [
    { ...full, deviceAttributes: { ...required, ...known, ...unknown, [UNKNOWN_ATTRIBUTE]: "x" } },
    { ...full, deviceAttributes: { ...required, ...known } },
    plain,
  ];
}

/** Returns a value for each attribute without which EnOS refuses a device. */
export function requiredAttributes(model: ThingModel | undefined): [string, JsonValue][] {
  return (model?.attributes ?? [])
    .filter(({ isRequired }) => isRequired)
    .map((attribute) => [attribute.identifier, validValue(attribute)]);
}

function trialAttributes(model: ThingModel | undefined) {
  const known: Record<string, JsonValue> = {};
  const unknown: Record<string, JsonValue> = {};
  for (const { name, types, value } of ATTRIBUTE_TRIALS) {
    const own = model?.attributes.find(
      ({ identifier, dataType }) => types.includes(dataType) && !Object.hasOwn(known, identifier),
    );
    if (own) known[own.identifier] = value;
    else unknown[name] = value;
  }
  return { known, unknown };
}

function validValue({ dataType, choices, members }: ThingAttribute): JsonValue {
  const [choice] = choices ?? [];
  if (choice) return JSON.parse(choice.value) as JsonValue;
  switch (dataType) {
    case INT:
      return 7;
    case FLOAT:
    case DOUBLE:
      return 0.5;
    case DATE:
      return "2019-05-06";
    case ThingDataType.TIMESTAMP:
      return 1_557_100_800_000;
    case ThingDataType.ARRAY:
      return [];
    case MAP:
      return {};
    case ThingDataType.STRUCT:
      return Object.fromEntries((members ?? []).map((member) => [member.identifier, validValue(member)]));
    default:
      return "1";
  }
}

/** Returns a sentence for each value that was changed when it was stored, and for each added value. */
export function findChanges(sent: Body, stored: Readonly<Record<string, unknown>>): string[] {
  const { deviceName, deviceAttributes, deviceTags } = sent;
  const { deviceName: name, deviceAttributes: attributes, deviceTags: tags } = stored;
  return [
    ...change("timezone", sent.timezone, stored.timezone),
    ...change("deviceDesc", sent.deviceDesc, stored.deviceDesc),
    ...(isJsonObject(name)
      ? [
          ...change("deviceName.defaultValue", deviceName.defaultValue, name.defaultValue),
          ...memberChanges("deviceName.i18nValue", deviceName.i18nValue ?? {}, name.i18nValue),
        ]
      : change("deviceName", deviceName, name)),
    ...memberChanges("deviceAttributes", deviceAttributes, attributes),
    ...memberChanges("deviceTags", deviceTags, tags),
  ];
}

function memberChanges(field: string, sent: object, stored: unknown): string[] {
  const members = isJsonObject(stored) ? stored : {};
  const names = Object.keys(sent);
  const common = Object.keys(members).filter((name) => Object.hasOwn(sent, name));
  const ordered = names.filter((name) => Object.hasOwn(members, name));
  return [
    ...Object.entries(sent)
      // Another question is about this attribute.
      .filter(([name]) => name !== UNKNOWN_ATTRIBUTE)
      .flatMap(([name, value]) => change(`${field}.${name}`, value, members[name])),
    ...Object.keys(members)
      .filter((name) => !Object.hasOwn(sent, name))
      .map((name) => `${field}.${name} added: ${show(members[name])}`),
    ...(String(common) === String(ordered) ? [] : [`${field} in another order`]),
  ];
}

function change(path: string, sent: unknown, stored: unknown): string[] {
  return show(sent) === show(stored) ? [] : [`${path} ${show(sent)} → ${show(stored)}`];
}

/** Returns a value as JSON in which marks and blanks beyond ASCII are visible. */
export function show(value: unknown): string {
  if (value === undefined) return "missing";
  return JSON.stringify(value).replace(
    /[\u0300-\u036f\u0080-\u00ff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
