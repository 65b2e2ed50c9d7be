import { z } from "zod";

/** An environment variable: its parser, and its text in the help. */
export interface Variable<T> {
  /** Reads the trimmed text; undefined when the variable is absent. */
  readonly schema: z.ZodType<T, string | undefined>;
  readonly description: string;
  /** The default, as the help prints it. */
  readonly otherwise: string;
}

export type Variables = Readonly<Record<string, Variable<unknown>>>;

/** The values of a set of variables. */
export type Values<V extends Variables> = { readonly [Name in keyof V]: z.output<V[Name]["schema"]> };

/** The variables of the environment that are set. */
export type Environment = Readonly<Record<string, string>>;

export function variable<T>(
  schema: z.ZodType<T, string | undefined>,
  description: string,
  otherwise = "",
): Variable<T> {
  return { schema, description, otherwise };
}

export interface IntegerOptions {
  readonly min: number;
  readonly max: number;
  /** The default. */
  readonly fallback: number;
  /** The unit in the plural. */
  readonly unit: string;
}

/** A variable that holds a whole number. */
export function integer({ min, max, fallback, unit }: IntegerOptions, description: string): Variable<number> {
  return variable(integerSchema(min, max, unit).default(fallback), description, String(fallback));
}

/** Reads a whole number with a unit. */
export function integerSchema(min: number, max: number, unit: string): z.ZodType<number, string> {
  const error = `must be a whole number, ${min} to ${max} ${unit}`;
  return z
    .string()
    .regex(/^\d{1,10}$/, error)
    .transform(Number)
    .refine((value) => value >= min && value <= max, error);
}

/** Reads a text in which `findFault` finds no fault. A fault follows the variable's name in a sentence. */
export function checkedText(findFault: (text: string) => string | undefined): z.ZodType<string, string> {
  return z.string().superRefine((text, context) => {
    const message = findFault(text);
    if (message !== undefined) context.addIssue({ code: "custom", message });
  });
}

/** Reads one of a few words. */
export function oneOf<const Word extends string>(words: readonly Word[]): z.ZodType<Word, string> {
  return z
    .string()
    .refine((text) => (words as readonly string[]).includes(text), {
      error: `must be one of ${words.join(", ")}`,
    })
    .transform((text) => text as Word);
}

/** The valid values, and a sentence for each problem. */
export interface Reading<V extends Variables> {
  readonly values: Partial<Values<V>>;
  readonly problems: readonly string[];
}

/** Reads every variable by itself, so that the problems of all are found. */
export function readVariables<V extends Variables>(variables: V, environment: Environment): Reading<V> {
  const values: Record<string, unknown> = {};
  const problems: string[] = [];
  for (const [name, { schema }] of Object.entries(variables)) {
    const parsed = schema.safeParse(environment[name]);
    if (parsed.success) values[name] = parsed.data;
    else problems.push(...parsed.error.issues.map(({ message }) => `${name} ${message}.`));
  }
  return { values: values as Partial<Values<V>>, problems };
}

const QUOTED = /^(["'`]).*\1$/s;
// eslint-disable-next-line no-control-regex -- the pattern matches control characters
const CONTROL = /[\u0000-\u001f\u007f]/;

/**
 * Returns the text of a variable without the blanks and line ends that files and editors add.
 *
 * @returns neither text nor problem when it is absent; a problem when the text cannot be intended.
 */
export function tidy(name: string, text: string | undefined): { text?: string; problem?: string } {
  if (text === undefined) return {};
  const trimmed = text.trim();
  if (trimmed === "") return { problem: `${name} is blank: remove it, or give it a value.` };
  if (QUOTED.test(trimmed))
    return { problem: `${name} is in quotes: they would be part of it. Remove them.` };
  if (CONTROL.test(trimmed)) return { problem: `${name} contains a line end or another control character.` };
  return { text: trimmed };
}
