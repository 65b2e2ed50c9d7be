import { GraphQLError, type ASTNode } from "graphql";
import { findTextFault } from "./textFault.js";
import { printPath, type ValuePath } from "./valuePath.js";

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
