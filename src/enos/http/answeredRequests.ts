import type { AttemptReply, Attempts } from "../enos.js";

/** Answers arrive twice within moments of each other; this number of IDs, or up to twice as many, covers seconds of full load. */
const MIN_REMEMBERED = 1_000;

/**
 * Recognizes an answer that was delivered before: on a connection whose answers are repeated, each request gets the
 * answer to the one before it. A success shows that by its identifiers, a refusal only by EnOS's ID of the request.
 */
export class AnsweredRequests {
  /**
   * The name of the action that an answer was for, by EnOS's ID of the request. A text alone: an object for each answer
   * would reach V8's old generation.
   */
  #answered = new Map<string, string>();
  /** The entries of `#answered` before it was last emptied. */
  #older: ReadonlyMap<string, string> = new Map();

  /**
   * Returns whether a success has come before as the answer to another action, or a refusal as the answer to another
   * request or to an attempt before the latest; remembers the answer otherwise, also in the attempts of its request.
   */
  isRepeated(
    { ok, requestId }: Pick<AttemptReply, "ok" | "requestId">,
    action: string,
    attempts: Attempts,
  ): boolean {
    if (requestId === undefined) return false;
    const first = this.#answered.get(requestId) ?? this.#older.get(requestId);
    if (first !== undefined) return ok ? first !== action : attempts.requestId !== requestId;
    if (this.#answered.size === MIN_REMEMBERED) {
      this.#older = this.#answered;
      this.#answered = new Map();
    }
    this.#answered.set(requestId, action);
    attempts.requestId = requestId;
    return false;
  }
}
