/** Answers arrive twice within moments of each other; this many IDs cover seconds of full load. */
const MAX_REMEMBERED = 1_000;

/**
 * Recognizes an answer that was delivered before: on a connection whose answers are repeated, each request gets the
 * answer to the one before it. A success shows that by its identifiers, a refusal only by EnOS's ID of the request.
 */
export class AnsweredRequests {
  readonly #actions = new Map<string, string>();

  /** Returns whether the ID has come before as the answer to another action; remembers it otherwise. */
  isRepeated(requestId: string | undefined, action: string): boolean {
    if (requestId === undefined) return false;
    const first = this.#actions.get(requestId);
    if (first !== undefined) return first !== action;
    this.#actions.set(requestId, action);
    if (this.#actions.size > MAX_REMEMBERED) {
      const [oldest] = this.#actions.keys();
      if (oldest !== undefined) this.#actions.delete(oldest);
    }
    return false;
  }
}
