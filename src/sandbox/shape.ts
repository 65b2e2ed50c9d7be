/** Judges a value found at `place`; gives what is wrong with it, or nothing. */
export type Check = (value: unknown, place: string) => string | undefined;

/** The checks of an object's members, by name. */
export type Shape = Readonly<Record<string, Check>>;

/** Gives a check for values that pass `test`, which the message calls `expected`. */
export function that(expected: string, test: (value: unknown) => boolean): Check {
  return (value, place) => (test(value) ? undefined : `${place}: expected ${expected}`);
}

/** Accepts a member that is absent, else asks `check`. */
export function optional(check: Check): Check {
  return (value, place) => (value === undefined ? undefined : check(value, place));
}

/** Accepts one of the named words. */
export function oneOf(...words: readonly string[]): Check {
  return that(`one of ${words.join(", ")}`, (value) => typeof value === "string" && words.includes(value));
}

/** Accepts an array whose items all pass `check`. */
export function listOf(check: Check): Check {
  return (value, place) =>
    Array.isArray(value)
      ? firstOf(value.map((item, index) => check(item, `${place}[${index}]`)))
      : `${place}: expected an array`;
}

/** Accepts an object whose values all pass `check`, whatever their names. */
export function mapOf(check: Check): Check {
  return (value, place) =>
    isObject(value)
      ? firstOf(Object.entries(value).map(([name, item]) => check(item, `${place}.${name}`)))
      : `${place}: expected an object`;
}

/** Accepts an object of exactly this shape: an unknown member is more likely a typo than a wish. */
export function objectOf(shape: Shape): Check {
  return (value, place) => {
    if (!isObject(value)) return `${place}: expected an object`;
    const stranger = Object.keys(value).find((name) => !Object.hasOwn(shape, name));
    if (stranger !== undefined) {
      return `${place}.${stranger}: unknown, expected ${Object.keys(shape).join(", ") || "nothing more"}`;
    }
    return firstOf(Object.entries(shape).map(([name, check]) => check(value[name], `${place}.${name}`)));
  };
}

/** Accepts whatever JSON holds. */
export const anything: Check = () => undefined;

/** Accepts `true` and `false`. */
export const flag = that("true or false", (value) => typeof value === "boolean");

/** Accepts a string. */
export const text = that("a string", (value) => typeof value === "string");

/** Accepts a whole number. */
export const whole = that("a whole number", Number.isSafeInteger);

/** Accepts a whole number from 0 on. */
export const count = that(
  "a whole number from 0 on",
  (value) => Number.isSafeInteger(value) && Number(value) >= 0,
);

/** Tells a JSON object from every other JSON value. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function firstOf(problems: readonly (string | undefined)[]): string | undefined {
  return problems.find((problem) => problem !== undefined);
}
