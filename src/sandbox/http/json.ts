/** The parts of "JSON.parse source text access" that TypeScript's library does not declare yet. */
interface ExactJson {
  parse(
    text: string,
    reviver: (key: string, value: unknown, context: { source?: string }) => unknown,
  ): unknown;
  rawJSON(text: string): object;
  isRawJSON(value: unknown): value is { readonly rawJSON: string };
}

const exactJson = JSON as unknown as ExactJson;
const utf8 = new TextDecoder("utf-8", { fatal: true });

/** Matches any text that holds a number JavaScript might round. Texts without one are parsed without a reviver. */
const MAY_BE_ROUNDED = /[\d.]{16}|\d[eE][+-]?\d/;

/**
 * Parses a request body. A number that JavaScript would round is kept as raw JSON, so that it is stored and sent
 * unchanged.
 *
 * @returns the value, or `undefined` when the body is not JSON in UTF-8.
 */
export function parseJson(body: Uint8Array): unknown {
  try {
    const text = utf8.decode(body);
    return MAY_BE_ROUNDED.test(text) ? exactJson.parse(text, keepExact) : JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Returns a JSON number with exactly these digits, for `JSON.stringify`. */
export function rawNumber(digits: string): unknown {
  return exactJson.rawJSON(digits);
}

/** Returns whether a value is a JSON object: not an array, not a number that is kept as raw JSON. */
export function isJsonObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !exactJson.isRawJSON(value);
}

/** Returns a number's value, rounded when it is kept as raw JSON; `undefined` for anything but a number. */
export function numberOf(value: unknown): number | undefined {
  if (typeof value === "number") return value;
  return exactJson.isRawJSON(value) ? Number(value.rawJSON) : undefined;
}

function keepExact(_: string, value: unknown, { source }: { source?: string }): unknown {
  if (typeof value !== "number" || source === undefined) return value;
  return scientific(source) === scientific(String(value)) ? value : exactJson.rawJSON(source);
}

/** Returns a number's significant digits and exponent: one text per numeric value, however it is written. */
function scientific(number: string): string {
  const [, sign, whole = "", fraction = "", exponent = "0"] =
    /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(number) ?? [];
  const digits = (whole + fraction).replace(/^0+/, "");
  const significant = digits.replace(/0+$/, "");
  if (significant === "") return "0";
  return `${sign}${significant}e${Number(exponent) - fraction.length + digits.length - significant.length}`;
}
