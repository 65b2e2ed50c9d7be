import { type ASTNode, GraphQLError } from "graphql";

import { printPath, toAnswerPath, type ValuePath } from "./valuePath.js";

/** A fault of a value: its place, and a message with the remedy. */
export interface Problem {
  readonly path: ValuePath;
  readonly message: string;
}

/** Faults that one message states. */
export const MAX_STATED_PROBLEMS = 5;

/** Values below the root of one scalar, at any depth. */
const MAX_VALUES = 1_000;

/**
 * UTF-16 units in all keys and texts of one scalar. A literal that names the same variable again and again would
 * otherwise grow without bound.
 */
const MAX_TEXT = 256 * 1024;

/** The check of one value: the faults found, and how much of the value was read. */
export class Inspection {
  readonly #problems: Problem[] = [];
  #others = 0;
  #values = 0;
  #text = 0;
  #full = false;

  /** Adds a fault; `message` says what is wrong and how to correct it, without naming the place. */
  fault(path: ValuePath, message: string): void {
    if (this.#problems.length < MAX_STATED_PROBLEMS) this.#problems.push({ path, message });
    else this.#others += 1;
  }

  /** Counts one more value. @returns whether it may be read */
  countValue(): boolean {
    this.#values += 1;
    if (this.#values > MAX_VALUES) this.#stop("more than 1,000 values in all: send fewer");
    return !this.#full;
  }

  /** Counts the characters of a text. @returns whether they may be read */
  countText(text: string): boolean {
    this.#text += text.length;
    if (this.#text > MAX_TEXT) this.#stop("more than 262,144 characters of text in all: send less");
    return !this.#full;
  }

  /** @throws GraphQLError `BAD_USER_INPUT` with every fault, if there was any. */
  conclude(subject: string, node?: ASTNode): void {
    if (this.#problems.length === 0) return;
    throw new GraphQLError(printProblems(subject, this.#problems, this.#others), {
      nodes: node ?? null,
      extensions: {
        code: "BAD_USER_INPUT",
        problems: this.#problems.map(({ path, message }) => ({ path: toAnswerPath(path), message })),
      },
    });
  }

  #stop(message: string): void {
    if (!this.#full) this.fault([], message);
    this.#full = true;
  }
}

/**
 * Returns one sentence that lists faults: `Invalid Map: at "a.b": is null; and 2 more.`
 *
 * @param others number of faults that are not listed
 */
export function printProblems(subject: string, problems: readonly Problem[], others = 0): string {
  const told = problems.map(({ path, message }) =>
    path.length === 0 ? message : `at "${printPath(path)}": ${message}`,
  );
  if (others > 0) told.push(`and ${others} more`);
  return `Invalid ${subject}: ${told.join("; ")}.`;
}
