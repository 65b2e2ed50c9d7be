import type { AttemptReply } from "../enos.js";

/** The action and request that an answer was for. */
interface Answered {
  /** Name of the action. */
  readonly action: string;
  /** The same object for all attempts of one request. */
  readonly request: object;
}

/** Answers arrive twice within moments of each other; this number of IDs, or up to twice as many, covers seconds of full load. */
const MIN_REMEMBERED = 1_000;

/**
 * Recognizes an answer that was delivered before: on a connection whose answers are repeated, each request gets the
 * answer to the one before it. A success shows that by its identifiers, a refusal only by EnOS's ID of the request.
 */
export class AnsweredRequests {
  #answered = new Map<string, Answered>();
  /** The entries of `#answered` before it was last emptied. */
  #older: ReadonlyMap<string, Answered> = new Map();

  /**
   * Returns whether a success has come before as the answer to another action, or a refusal as the answer to another
   * request; remembers the answer otherwise.
   */
  isRepeated({ ok, requestId }: Pick<AttemptReply, "ok" | "requestId">, to: Answered): boolean {
    if (requestId === undefined) return false;
    const first = this.#answered.get(requestId) ?? this.#older.get(requestId);
    if (first) return ok ? first.action !== to.action : first.request !== to.request;
    if (this.#answered.size === MIN_REMEMBERED) {
      this.#older = this.#answered;
      this.#answered = new Map();
    }
    this.#answered.set(requestId, to);
    return false;
  }
}
