import type { AttemptReply } from "../enos.js";

/** What an ID of EnOS's came as the answer to. */
interface Answered {
  /** Name of the action. */
  readonly action: string;
  /** The same object for all attempts of one request. */
  readonly request: object;
}

/** Answers arrive twice within moments of each other; so many IDs, or up to twice as many, cover seconds of full load. */
const MIN_REMEMBERED = 1_000;

/**
 * Recognizes an answer that was delivered before: on a connection whose answers are repeated, each request gets the
 * answer to the one before it. A success shows that by its identifiers, a refusal only by EnOS's ID of the request.
 */
export class AnsweredRequests {
  #answered = new Map<string, Answered>();
  /** What `#answered` held before it was full. */
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
