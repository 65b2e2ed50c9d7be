/** Answers arrive twice within moments of each other; so many IDs, or up to twice as many, cover seconds of full load. */
const MIN_REMEMBERED = 1_000;

/**
 * Recognizes an answer that was delivered before: on a connection whose answers are repeated, each request gets the
 * answer to the one before it. A success shows that by its identifiers, a refusal only by EnOS's ID of the request.
 */
export class AnsweredRequests {
  #actions = new Map<string, string>();
  /** What `#actions` held before it was full. */
  #older: ReadonlyMap<string, string> = new Map();

  /** Returns whether the ID has come before as the answer to another action; remembers it otherwise. */
  isRepeated(requestId: string | undefined, action: string): boolean {
    if (requestId === undefined) return false;
    const first = this.#actions.get(requestId) ?? this.#older.get(requestId);
    if (first !== undefined) return first !== action;
    if (this.#actions.size === MIN_REMEMBERED) {
      this.#older = this.#actions;
      this.#actions = new Map();
    }
    this.#actions.set(requestId, action);
    return false;
  }
}
