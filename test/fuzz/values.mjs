import fc from "fast-check";

const TEXTS = [
  ...[
    "",
    " ",
    "x",
    "null",
    "true",
    "0",
    "*",
    "__proto__",
    "constructor",
    "$input",
    "%00",
    "../../etc/passwd",
  ],
  ...["\u0000", "\r\nx-injected: 1", "\ud800", "\udfff\ud800", "\u202e", "\ufeff", "风机", "👩‍👩‍👧", "e\u0301"],
  ...[
    "' or '1'='1",
    '"}}{"',
    "${7*7}",
    "{{7*7}}",
    "<script>",
    "+08:00",
    "Asia/Shanghai",
    "x".repeat(70),
    "y".repeat(5_000),
  ],
];
const NUMBERS = [0, -0, 1, -1, 0.1, 1e21, 5e-324, 2 ** 31, 2 ** 53, -(2 ** 53) - 2, 1e308];
const KEYS = [
  ...[
    "a",
    "b",
    "",
    "defaultValue",
    "i18nValue",
    "zh_CN",
    "en-US",
    "orgId",
    "input",
    "__proto__",
    "constructor",
  ],
  ...["prototype", "toString", "__typename", "length", "then", "deviceKey", "\u0000", "\ud800", "风"],
];

const text = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...TEXTS) },
  fc.string({ unit: "binary", maxLength: 20 }),
);
const number = fc.oneof(fc.constantFrom(...NUMBERS), fc.double({ noNaN: true, noDefaultInfinity: true }));
const { json } = fc.letrec((tie) => ({
  json: fc.oneof(
    { maxDepth: 6 },
    fc.oneof(fc.constant(null), fc.boolean(), number, text, text),
    fc.array(tie("json"), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom(...KEYS), tie("json"), { maxKeys: 5 }),
  ),
}));

/** Returns a JSON value of any kind. */
export function anyValue(chance) {
  return chance.generate(() => json);
}

/** Returns a copy of a JSON value with a few of its parts replaced, removed, added or wrapped. */
export function mutateValue(random, value, rate = 0.15) {
  if (random.chance(rate / 3)) return anyValue(random);
  if (Array.isArray(value)) {
    const items = value.map((item) => mutateValue(random, item, rate));
    return random.chance(rate / 3)
      ? Array.from({ length: 1 + random.below(50) }, () => items[0] ?? null)
      : items;
  }
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value)
      .filter(() => !random.chance(rate / 3))
      .map(([key, item]) => [key, mutateValue(random, item, rate)]);
    if (random.chance(rate)) entries.push([random.pick(KEYS), anyValue(random)]);
    return Object.fromEntries(entries);
  }
  return random.chance(rate) ? anyValue(random) : value;
}

/** Writes a value as a literal of GraphQL; keys that GraphQL has no way to write stay as they are. */
export function toLiteral(value) {
  if (Array.isArray(value)) return `[${value.map(toLiteral).join(", ")}]`;
  if (typeof value === "object" && value !== null)
    return `{ ${Object.entries(value)
      .map(([key, item]) => `${key}: ${toLiteral(item)}`)
      .join(", ")} }`;
  return JSON.stringify(value);
}

/** Returns a text with some of its pieces cut out, doubled, moved or replaced by others. */
export function mutateText(random, text, pieces) {
  const parts = text.split(/(\s+|[{}()[\]:,!$@])/).filter(Boolean);
  for (let changes = 1 + random.below(4); changes > 0; changes--) {
    const at = random.below(parts.length + 1);
    const other = random.pick(parts) ?? "";
    const change = random.below(4);
    if (change === 0) parts.splice(at, 1 + random.below(3));
    else if (change === 1) parts.splice(at, 0, random.pick(pieces));
    else if (change === 2) parts.splice(at, 1, other);
    else parts.splice(at, 0, ...Array.from({ length: 1 + random.below(60) }, () => `${other} `));
  }
  return parts.join("");
}
