import { type ASTNode, BREAK, GraphQLError, Kind, TokenKind, type ValueNode, visit } from "graphql";

import { MAX_DEPTH, NOT_EXACT, isExactText } from "./json.js";
import { findTextFault } from "./text.js";

/** Reads a value, telling `inspection` every fault; what it gives counts only when there was none. */
export type Reader<T> = (value: unknown, inspection: Inspection) => T;

/**
 * Gives both input functions of a scalar from one reader, so that literals and variables mean the same.
 * They throw GraphQLErrors: graphql-js keeps the `extensions` of those, and of no other errors.
 */
export function inputCoercion<T>(scalar: string, read: Reader<T>) {
  return {
    parseValue: (value: unknown): T => {
      const inspection = new Inspection();
      const result = read(value, inspection);
      inspection.conclude(scalar);
      return result;
    },
    parseLiteral: (node: ValueNode, variables?: Variables | null): T => {
      const inspection = new Inspection();
      const result = read(readLiteral(node, variables ?? {}), inspection);
      // Validation knows no variables yet: execution asks again, and then everything is judged.
      const unjudged = variables == null && node.kind === Kind.OBJECT && holdsVariable(node);
      if (!unjudged) inspection.conclude(scalar + ownerOf(node), node);
      return result;
    },
  };
}

/** Names the argument or field a literal is given for: gateways do not pass the location on. */
function ownerOf(node: ValueNode): string {
  const colon = node.loc?.startToken.prev;
  return colon?.kind === TokenKind.COLON && colon.prev ? ` for "${colon.prev.value}"` : "";
}

/** Faults that one refusal spells out; the rest is only counted. */
const MAX_PROBLEMS = 5;

/** Values below the root of one scalar, at any depth. */
const MAX_VALUES = 1_000;

/**
 * UTF-16 units in all keys and texts of one scalar: as many as one request body may carry. A literal
 * that names the same variable again and again would otherwise grow without bound.
 */
const MAX_TEXT = 256 * 1024;

/** One look at one value: the faults found, and how much of the value was seen. */
export class Inspection {
  readonly #problems: { path: ValuePath; message: string }[] = [];
  #others = 0;
  #values = 0;
  #text = 0;
  #full = false;

  /** Notes a fault; `message` says what is wrong and how to mend it, without naming the place. */
  fault(path: ValuePath, message: string): void {
    if (this.#problems.length < MAX_PROBLEMS) this.#problems.push({ path, message });
    else this.#others += 1;
  }

  /** Whether one more value may be looked at. */
  admit(): boolean {
    this.#values += 1;
    if (this.#values > MAX_VALUES) this.#stop("more than 1,000 values in all (send fewer)");
    return !this.#full;
  }

  /** Checks the characters of a text; `subject` begins the message when the text is not the value itself. */
  text(path: ValuePath, text: string, subject = ""): void {
    this.#text += text.length;
    if (this.#text > MAX_TEXT) this.#stop("more than 262,144 characters of text in all (send less)");
    const fault = this.#full ? undefined : findTextFault(text);
    if (fault !== undefined) this.fault(path, subject + fault);
  }

  /** Throws a GraphQLError `BAD_USER_INPUT` that tells every fault, if there was any. */
  conclude(subject: string, node?: ASTNode): void {
    if (this.#problems.length === 0) return;
    const told = this.#problems.map(({ path, message }) =>
      path.length === 0 ? message : `at "${printPath(path)}": ${message}`,
    );
    if (this.#others > 0) told.push(`and ${this.#others} more`);
    // A lone surrogate in a key would make the whole answer unreadable to strict JSON parsers.
    const problems = this.#problems.map(({ path, message }) => ({
      path: path.map((step) => (typeof step === "string" ? step.toWellFormed() : step)),
      message,
    }));
    throw new GraphQLError(`Invalid ${subject}: ${told.join("; ")}.`, {
      nodes: node ?? null,
      extensions: { code: "BAD_USER_INPUT", problems },
    });
  }

  #stop(message: string): void {
    if (!this.#full) this.fault([], message);
    this.#full = true;
  }
}

/** An operation's variables by name, as graphql-js coerced them. */
export type Variables = Readonly<Record<string, unknown>>;

/**
 * Gives the value that a literal stands for, unchecked: undefined for a variable without a value, a
 * NotJson for what JSON cannot say, and empty objects and lists beyond the permitted depth.
 */
export function readLiteral(node: ValueNode, variables: Variables, depth = 1): unknown {
  switch (node.kind) {
    case Kind.NULL:
      return null;
    case Kind.STRING:
    case Kind.BOOLEAN:
      return node.value;
    case Kind.INT:
    case Kind.FLOAT:
      return isExactText(node.value) ? Number(node.value) : new NotJson("a number", NOT_EXACT);
    case Kind.ENUM:
      return new NotJson("an enum value", `${shorten(node.value)} is not JSON (put it in quotes)`);
    case Kind.VARIABLE:
      return Object.hasOwn(variables, node.name.value) ? variables[node.name.value] : undefined;
    case Kind.LIST:
      return depth > MAX_DEPTH ? [] : node.values.map((item) => readLiteral(item, variables, depth + 1));
    case Kind.OBJECT: {
      const fields = depth > MAX_DEPTH ? [] : node.fields;
      return Object.fromEntries(
        fields.map((field) => [field.name.value, readLiteral(field.value, variables, depth + 1)]),
      );
    }
  }
}

/** Whether a literal names a variable, at any depth. */
export function holdsVariable(node: ValueNode): boolean {
  let found = false;
  visit(node, {
    Variable() {
      found = true;
      return BREAK;
    },
  });
  return found;
}

/** A literal that JSON has no exact counterpart for, kept until it is refused at its place. */
export class NotJson {
  constructor(
    readonly kind: string,
    readonly fault: string,
  ) {}
}

/** Gives a value's JSON kind with its article, such as "a list". */
export function kindOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  if (value instanceof NotJson) return value.kind;
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}

/** The keys and list positions from a value's root down to one part of it. */
export type ValuePath = readonly (string | number)[];

/** Characters of a key or word that a message repeats at most. */
const SHOWN = 40;

/** What a reader could not see, or would take for the end of the quotation. */
const UNPRINTABLE = /['"\\\p{C}\p{Zl}\p{Zp}]/gu;

/** Gives a path as people write it: `a.b[2]`, and `a['x.y']` where a key is more than one word. */
export function printPath(path: ValuePath): string {
  const printed = path.map((step) => (typeof step === "number" ? `[${step}]` : printKey(step))).join("");
  return printed.startsWith(".") ? printed.slice(1) : printed;
}

/** Gives the beginning of a text, short enough for a message. */
export function shorten(text: string): string {
  const shown = Array.from(text.slice(0, 2 * SHOWN))
    .slice(0, SHOWN)
    .join("");
  return shown === text ? text : `${shown}…`;
}

function printKey(key: string): string {
  const shown = shorten(key);
  if (/^[\p{L}\p{N}_-]+$/u.test(shown)) return `.${shown}`;
  return `['${shown.replace(UNPRINTABLE, escape)}']`;
}

function escape(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}
