import { parseExactJson } from "../../scalars/exactJson.js";
import { isJsonObject } from "../../scalars/json.js";
import type { StringI18n } from "../../scalars/stringI18n.js";
import { ThingDataType } from "./thingDataType.js";
import { ThingAttribute, ThingChoice, ThingModel } from "./thingModel.js";

/** Depth of structures that are read. EnOS's manual allows 1; deeper ones are read as objects with any members. */
const MAX_DEPTH = 4;

/** EnOS's names of types, in capitals; 3.0 renamed one. */
const TYPES: ReadonlyMap<string, ThingDataType> = new Map([
  ...Object.entries(ThingDataType),
  ["OBJECT", ThingDataType.STRUCT],
]);

/**
 * Reads EnOS's ThingModel structure; undefined when the data are no thing model.
 *
 * Unreadable parts restrict nothing, so a form may accept too much, but never too little.
 *
 * @param modelId the requested ID.
 * @see EnOS API manual, "Get Thing Model", and its FAQ "How to use dataDefinition"
 */
export function readThingModel(data: unknown, modelId: string): ThingModel | undefined {
  if (!isJsonObject(data)) return undefined;
  const attributes = data.attributes ?? {};
  // A model without attributes would accept none.
  if (!isJsonObject(attributes)) return undefined;
  return new ThingModel(
    modelId,
    readText(data.name),
    requiredFirst(
      Object.entries(attributes).map(([identifier, attribute]) => readAttribute(identifier, attribute, 0)),
    ),
  );
}

function requiredFirst(attributes: readonly ThingAttribute[]): ThingAttribute[] {
  return [
    ...attributes.filter(({ isRequired }) => isRequired),
    ...attributes.filter(({ isRequired }) => !isRequired),
  ];
}

function readAttribute(identifier: string, data: unknown, depth: number): ThingAttribute {
  const attribute = isJsonObject(data) ? data : {};
  const dataType = readType(attribute.dataType);
  const definition = readDefinition(attribute.dataDefinition);
  return new ThingAttribute({
    identifier,
    name: readText(attribute.name),
    desc: typeof attribute.desc === "string" && attribute.desc !== "" ? attribute.desc : null,
    dataType,
    isRequired: attribute.isRequired === true,
    maxLength: dataType === ThingDataType.STRING ? readLength(definition.maxLength) : null,
    choices: readChoices(dataType, definition),
    itemType: dataType === ThingDataType.ARRAY ? readItemType(definition.itemType) : null,
    members: dataType === ThingDataType.STRUCT ? readMembers(definition.items, depth) : null,
    unit: readUnit(attribute.unit),
  });
}

function readType(dataType: unknown): ThingDataType {
  const name = typeof dataType === "string" ? dataType.toUpperCase() : "";
  return TYPES.get(name) ?? ThingDataType.OTHER;
}

/** EnOS sends the definition as a text of JSON. */
function readDefinition(definition: unknown): Record<string, unknown> {
  if (isJsonObject(definition)) return definition;
  if (typeof definition !== "string") return {};
  try {
    const parsed = parseExactJson(definition);
    return isJsonObject(parsed) ? parsed : {};
  } catch {
    return {};
  }
}

function readLength(maxLength: unknown): number | null {
  const length = Number(maxLength ?? NaN);
  return Number.isInteger(length) && length > 0 && length < 2 ** 31 ? length : null;
}

function readItemType(itemType: unknown): ThingDataType | null {
  const type = readType(itemType);
  return type === ThingDataType.OTHER ? null : type;
}

function readMembers(items: unknown, depth: number): ThingAttribute[] | null {
  if (!Array.isArray(items) || depth >= MAX_DEPTH) return null;
  const members = items.flatMap((item: unknown) =>
    isJsonObject(item) && typeof item.identifier === "string"
      ? [readAttribute(item.identifier, item, depth + 1)]
      : [],
  );
  // If a member is unreadable, the structure may still have it, so no members are listed.
  if (members.length < items.length) return null;
  const byName = new Map(members.map((member) => [member.identifier, member]));
  return requiredFirst([...byName.values()]);
}

function readChoices(dataType: ThingDataType, definition: Record<string, unknown>): ThingChoice[] | null {
  if (dataType === ThingDataType.BOOL) return readBooleanChoices(definition.boolDesc);
  return dataType === ThingDataType.ENUM ? readEnumChoices(definition) : null;
}

function readEnumChoices({ enumType, enumDesc }: Record<string, unknown>): ThingChoice[] | null {
  const entries = isJsonObject(enumDesc) ? Object.entries(enumDesc) : [];
  if (entries.length === 0) return null;
  if (enumType === "STRING")
    return entries.map(([value, label]) => new ThingChoice(JSON.stringify(value), readText(label)));
  const areIntegers = entries.every(([value]) => /^(?:0|-?[1-9]\d{0,14})$/.test(value));
  if (enumType !== "INT" || !areIntegers) return null;
  return entries.map(([value, label]) => new ThingChoice(value, readText(label)));
}

/** Manuals disagree whether the values are named true and false or 1 and 0. */
function readBooleanChoices(boolDesc: unknown): ThingChoice[] {
  const labels = isJsonObject(boolDesc) ? boolDesc : {};
  const values = Object.hasOwn(labels, "1") || Object.hasOwn(labels, "0") ? ["1", "0"] : ["true", "false"];
  return values.map((value) => new ThingChoice(value, readText(labels[value])));
}

function readUnit(unit: unknown): string | null {
  if (!isJsonObject(unit) || typeof unit.unitId !== "string" || unit.unitId === "") return null;
  const { multiplier } = unit;
  const isPlain = typeof multiplier !== "string" || multiplier === "" || multiplier === "one";
  return isPlain ? unit.unitId : `${multiplier} ${unit.unitId}`;
}

function readText(data: unknown): StringI18n | null {
  if (typeof data === "string") return data === "" ? null : { defaultValue: data };
  if (!isJsonObject(data)) return null;
  const defaultValue = typeof data.defaultValue === "string" ? data.defaultValue : "";
  const translations = Object.entries(isJsonObject(data.i18nValue) ? data.i18nValue : {}).filter(
    (entry): entry is [string, string] => typeof entry[1] === "string",
  );
  const hasText = defaultValue !== "" || translations.some(([, text]) => text !== "");
  return hasText ? { defaultValue, i18nValue: Object.fromEntries(translations) } : null;
}
