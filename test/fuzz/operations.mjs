import { readFileSync } from "node:fs";

import {
  buildSchema,
  extendSchema,
  getNamedType,
  isAbstractType,
  isInterfaceType,
  isLeafType,
  isNonNullType,
  isObjectType,
  print,
  parse,
} from "graphql";

/** What federation adds to a schema, as far as it concerns the devices. */
const ENTITIES = parse(`
  scalar _Any
  union _Entity = Device | Product
  extend type Query { _entities(representations: [_Any!]!): [_Entity]! }
`);
const SCHEMA = extendSchema(
  buildSchema(readFileSync("schema/devices.graphql", "utf8"), { assumeValidSDL: true }),
  ENTITIES,
  { assumeValidSDL: true },
);
const ORG = "o15475450989191";
const INPUT = {
  orgId: ORG,
  productKey: "Vu82Agp3",
  timezone: "+08:00",
  deviceName: { defaultValue: "Turbine", i18nValue: { zh_CN: "风机" } },
  deviceAttributes: { elevation: 12.5 },
  deviceTags: { floor: "3" },
};
/** Inputs whose answer is the same whenever they are sent: refused, or the replay of a device that is there. */
const INPUTS = [
  { ...INPUT, idempotencyKey: "the-first-of-the-fuzzer" },
  { ...INPUT, timezone: "mars", deviceTags: { floor: 3, level: 4 } },
  { ...INPUT, productKey: "NoSuchPr" },
  { ...INPUT, orgId: "o15475450989193" },
  { ...INPUT, deviceKey: "k" },
];
/** Devices that have to be there before. */
export const CACHED_INPUTS = [INPUTS[0]];
/** A device that has to be there before, too, with an asset ID that every run knows. */
export const STORED_DEVICE = {
  ...INPUT,
  ...{ assetId: "Uvmm5AXU", deviceKey: "stored-before", deviceDesc: "stored before" },
};
const STORED = { orgId: ORG, assetId: STORED_DEVICE.assetId };
/** Updates whose answer is the same whenever they are sent: refused, or of a device that is so already. */
const UPDATES = [
  { ...STORED, deviceDesc: STORED_DEVICE.deviceDesc },
  { ...STORED, timezone: INPUT.timezone, deviceName: INPUT.deviceName, deviceTags: INPUT.deviceTags },
  { ...STORED, deviceAttributes: INPUT.deviceAttributes },
  { ...STORED, timezone: "mars", deviceTags: { floor: 3 } },
  { ...STORED, assetId: "NoSuch00", deviceDesc: "x" },
  { ...STORED, orgId: "o15475450989193", deviceDesc: "x" },
  STORED,
];
/** Numbers that are no IDs, although JavaScript takes some of them for integers. */
const ODD_NUMBERS = ["1.0", "1e3", "-0", "9007199254740993", "1.5"].map((text) => JSON.rawJSON(text));
const IDS = ["a1", STORED_DEVICE.assetId, STORED_DEVICE.deviceKey, "no such", "' or 1", "", 10001, -7];
const DEVICE = { __typename: "Device", orgId: ORG };
const BY_KEY = { ...DEVICE, productKey: INPUT.productKey, deviceKey: STORED_DEVICE.deviceKey };
const ID = { __typename: "Device", id: toId(ORG, STORED_DEVICE.assetId) };
const PRODUCT = { __typename: "Product", orgId: ORG, productKey: INPUT.productKey };
/** Keys of entities. */
const REPRESENTATIONS = [{ ...DEVICE, assetId: STORED_DEVICE.assetId }, BY_KEY, ID, PRODUCT];
/** Keys of entities that are not there, or of somebody else's, and what is no key at all. */
const BAD_REPRESENTATIONS = [
  { ...DEVICE, assetId: "NoSuch00" },
  { ...BY_KEY, orgId: "o15475450989193" },
  { ...BY_KEY, deviceKey: null },
  { __typename: "Device", id: toId("o2", "a1") },
  { __typename: "Device", id: `${ID.id}=` },
  { ...PRODUCT, productKey: "NoSuchPr" },
  { ...PRODUCT, productKey: [INPUT.productKey] },
  { ...PRODUCT, productKey: 7, constructor: { name: "x" } },
  ...[DEVICE, { ...DEVICE, __typename: "constructor" }, { orgId: ORG }, {}, "Device", 1, null],
];

/** Returns the `id` of a device. */
function toId(orgId, assetId) {
  return Buffer.from(JSON.stringify(["1", orgId, assetId])).toString("base64url");
}

/** Names of response keys, among them those that objects have of their own. */
const KEYS = ["x", "y", "constructor", "toString", "hasOwnProperty", "__proto__", "then", "valueOf"];
const MAX_DEPTH = 4;

/**
 * Returns a random operation of the schema with its variables: fragments, aliases, directives, defaults, several root
 * fields. It is valid most of the time.
 *
 * @returns {{ query: string, variables: Record<string, unknown> }}
 */
export function anyOperation(chance) {
  const writer = new OperationWriter(chance);
  const isMutation = chance.chance(0.4);
  const root = isMutation ? SCHEMA.getMutationType() : SCHEMA.getQueryType();
  const selection = writer.selection(root, MAX_DEPTH, 1 + chance.below(3));
  const text = `${isMutation ? "mutation" : "query"}${chance.pick(["", " Random", " constructor"])}${writer.definitions()} ${selection} ${writer.fragments()}`;
  return { query: chance.chance(0.3) ? text : tidy(text), variables: writer.variables };
}

function tidy(text) {
  try {
    return print(parse(text));
  } catch {
    return text;
  }
}

class OperationWriter {
  variables = {};
  #definitions = new Map();
  #fragments = new Map();
  #keys = [...KEYS];
  #aliases = 0;

  constructor(chance) {
    this.chance = chance;
  }

  definitions() {
    const all = [...this.#definitions.values()];
    return all.length === 0 ? "" : `(${all.join(", ")})`;
  }

  fragments() {
    return [...this.#fragments.values()].join(" ");
  }

  selection(type, depth, size = 1 + this.chance.below(4)) {
    const parts = Array.from({ length: size }, () => this.#part(type, depth));
    return `{ ${parts.join(" ")} }`;
  }

  #part(type, depth) {
    const { chance } = this;
    const kind = chance.below(8);
    if (depth > 0 && kind === 0) return `...${this.#condition()} ${this.selection(type, depth - 1)}`;
    if (depth > 0 && (kind === 1 || isAbstractType(type))) {
      const on = isAbstractType(type) ? chance.pick(SCHEMA.getPossibleTypes(type)) : type;
      const target = isAbstractType(type) && chance.chance(0.3) ? this.#interfaceOf(on) : on;
      if (chance.chance(0.5))
        return `... on ${target.name}${this.#condition()} ${this.selection(target, depth - 1)}`;
      return `...${this.#fragment(target, depth - 1)}${this.#condition()}`;
    }
    return this.#field(type, depth);
  }

  #interfaceOf(type) {
    return type.getInterfaces()[0] ?? type;
  }

  #fragment(type, depth) {
    const known = [...this.#fragments].find(
      ([name, text]) => text !== "" && name.startsWith(`On${type.name}`),
    )?.[0];
    if (known && this.chance.chance(0.5)) return known;
    const name = `On${type.name}${this.#fragments.size}`;
    this.#fragments.set(name, "");
    this.#fragments.set(name, `fragment ${name} on ${type.name} ${this.selection(type, depth)}`);
    return name;
  }

  #field(type, depth) {
    const { chance } = this;
    const isParent = isObjectType(type) || isInterfaceType(type);
    const fields = isParent
      ? Object.values(type.getFields()).filter((field) => depth > 0 || isLeafType(getNamedType(field.type)))
      : [];
    if (fields.length === 0 || chance.chance(0.15))
      return `${this.#alias(0.2)}__typename${this.#condition()}`;
    const field = chance.pick(fields);
    const given = field.args.flatMap((argument) => this.#argument(argument));
    const named = getNamedType(field.type);
    const below = isLeafType(named) ? "" : this.selection(named, depth - 1);
    // Fields of one key have to be the same, arguments included.
    const alias = this.#alias(given.length > 0 || !isLeafType(named) ? 0.95 : 0.15);
    return `${alias}${field.name}${given.length > 0 ? `(${given.join(", ")})` : ""}${this.#condition()} ${below}`;
  }

  /** A key of its own most of the time, as others conflict. */
  #alias(probability) {
    if (!this.chance.chance(probability)) return "";
    const key = this.chance.chance(0.3) ? this.#keys.shift() : undefined;
    return `${key ?? `key${this.#aliases++}`}: `;
  }

  #condition() {
    const { chance } = this;
    if (chance.chance(0.85)) return "";
    const flag = chance.chance(0.5) ? "true" : this.#variable("Boolean!", chance.chance(0.5), "flag");
    return ` @${chance.pick(["skip", "include"])}(if: ${flag})`;
  }

  #argument({ name, type }) {
    const { chance } = this;
    if (!isNonNullType(type) && chance.chance(0.4)) return [];
    const value = this.#value(name, getNamedType(type).name);
    if (chance.chance(0.5)) return [`${name}: ${this.#variable(String(type), value, name)}`];
    return [`${name}: ${toLiteral(value, (part) => this.#variableInLiteral(part))}`];
  }

  #value(name, typeName) {
    const { chance } = this;
    switch (name) {
      case "input":
        return chance.pick(typeName === "UpdateDeviceInput" ? UPDATES : INPUTS);
      case "inputs":
        return Array.from({ length: chance.below(4) }, () => chance.pick(INPUTS));
      case "orgId":
        return chance.pick([ORG, ORG, ORG, "o2", "", 7]);
      case "productKey":
        return chance.pick(["Vu82Agp3", "NoSuchPr"]);
      case "assetId":
      case "deviceKey":
        return this.#id();
      case "assetIds":
        return [chance.chance(0.8) ? chance.pick(["a1", "no such"]) : this.#id()];
      case "filter":
        return chance.chance(0.1) ? chance.pick([null, "x", {}]) : this.#filter();
      case "representations":
        return this.#representations();
      case "first":
        return chance.pick([0, 1, 5, -1, 101]);
      case "enabled":
        return chance.chance(0.5);
      case "locale":
        return chance.pick(["zh_CN", "zh-CN", "de", "_".repeat(50), null]);
      default:
        return chance.chance(0.05) ? {} : chance.pick([null, "x"]);
    }
  }

  #id() {
    return this.chance.pick(this.chance.chance(0.05) ? ODD_NUMBERS : IDS);
  }

  #filter() {
    const { chance } = this;
    const ids = () => Array.from({ length: chance.below(3) }, () => this.#id());
    const conditions = {
      productKeys: () => chance.pick([[INPUT.productKey], INPUT.productKey, ["NoSuchPr"], [], ids()]),
      assetIds: ids,
      deviceKeys: ids,
      nameContains: () => chance.pick(["turb", "风", "", "'", "%", "x".repeat(200), 7]),
      statuses: () =>
        chance.pick([["INACTIVE"], ["INACTIVE", "ONLINE"], "DISABLED", ["OTHER"], [], ["NONE"]]),
      deviceTags: () => chance.pick([{ floor: "3" }, { floor: "4" }, { floor: 3 }, { constructor: "x" }, {}]),
      deviceAttributes: () =>
        chance.pick([{ elevation: "12.5" }, { elevation: 12.5 }, { elevation: 12 }, { on: true }, { x: [] }]),
      elsewhere: () => "unknown",
    };
    const names = Object.keys(conditions).filter((name) => chance.chance(name === "elsewhere" ? 0.02 : 0.3));
    return Object.fromEntries(names.map((name) => [name, chance.chance(0.05) ? null : conditions[name]()]));
  }

  #representations() {
    const { chance } = this;
    if (chance.chance(0.05)) return chance.pick([...REPRESENTATIONS, ...BAD_REPRESENTATIONS]);
    // A type that is no entity is refused with all the others: most lists have none.
    const bad = chance.chance(0.3) ? BAD_REPRESENTATIONS : BAD_REPRESENTATIONS.slice(0, 8);
    return Array.from({ length: chance.below(6) }, () => {
      if (chance.chance(0.3)) return chance.pick(bad);
      const key = chance.pick(REPRESENTATIONS);
      if (chance.chance(0.8)) return key;
      const name = chance.pick(Object.keys(key).filter((name) => name !== "__typename"));
      return { ...key, [name]: this.#id() };
    });
  }

  /** Has a variable stand for a part of a literal now and then. */
  #variableInLiteral(part) {
    if (!this.chance.chance(0.03)) return undefined;
    const types = typeof part === "number" ? ["Int", "Float", "ID"] : ["ID", "String", "ID!", "Map", "_Any"];
    return this.#variable(this.chance.pick(types), part, "part");
  }

  /** Sends the value, or gives it as a default, or both, or forgets it. */
  #variable(type, value, hint) {
    const { chance } = this;
    const name = chance.chance(0.005) ? chance.pick(KEYS) : `${hint}${this.#definitions.size}`;
    const kind = chance.below(12);
    const isDefault = kind < 3 && value !== null;
    this.#definitions.set(name, `$${name}: ${type}${isDefault ? ` = ${toLiteral(value)}` : ""}`);
    const isNull = kind === 1 && (!type.endsWith("!") || chance.chance(0.2));
    if (kind > 0) this.variables[name] = isNull ? null : value;
    return `$${name}`;
  }
}

/** Names of arguments and fields whose values are words without quotes. */
const ENUMS = new Set(["statuses"]);

/**
 * @param {(part: unknown) => string | undefined} [replace] gives the text for a part of a value that it replaces
 */
function toLiteral(value, replace = () => undefined, isEnum = false) {
  if (Array.isArray(value)) return `[${value.map((item) => toLiteral(item, replace, isEnum)).join(", ")}]`;
  if (typeof value !== "object" || value === null || JSON.isRawJSON(value))
    return isEnum && typeof value === "string" ? value : JSON.stringify(value);
  const members = Object.entries(value).map(
    ([key, member]) => `${key}: ${replace(member) ?? toLiteral(member, replace, ENUMS.has(key))}`,
  );
  return `{ ${members.join(", ")} }`;
}
