import { bulkhead } from "cockatiel";
import { GraphQLError } from "graphql";

import type { Enos, EnosAction, Reply } from "../enos/enos.js";
import type { Deadline } from "../runtime/deadline.js";

/** EnOS's answers are longer than what a client selects of them: they repeat identifiers and have fields that nobody asked for. */
const READ_CHARACTERS_PER_ANSWER_BYTE = 2;

/** Searches of one operation that go on at once: each may bring megabytes. */
const MAX_CONCURRENT_SEARCHES = 4;

/**
 * EnOS for the reads of one query, not for those of a mutation. It sends a few searches at a time, and nothing more when
 * EnOS's answers so far are longer than any answer of ours can be. Under aliases, a small request could otherwise fill
 * the memory.
 */
export class BoundedEnos implements Enos {
  readonly #searches = bulkhead(MAX_CONCURRENT_SEARCHES, Infinity);
  /** Characters of EnOS's answers beyond which nothing more is read. */
  readonly #maxLength: number;
  /** Characters that EnOS's answers have had so far. */
  #length = 0;

  /** @param maxAnswerBytes how long the answer to the operation may be. */
  constructor(
    private readonly enos: Enos,
    maxAnswerBytes: number,
  ) {
    this.#maxLength = READ_CHARACTERS_PER_ANSWER_BYTE * maxAnswerBytes;
  }

  /** @throws GraphQLError ANSWER_TOO_LARGE when EnOS's answers so far are too long together. */
  send(action: EnosAction, deadline: Deadline): Promise<Reply> {
    return action.action === "search"
      ? this.#searches.execute(() => this.#send(action, deadline))
      : this.#send(action, deadline);
  }

  async #send(action: EnosAction, deadline: Deadline): Promise<Reply> {
    this.#requireRoom();
    const reply = await this.enos.send(action, deadline);
    // Other answers may have reached the limit meanwhile. Then this one is dropped.
    this.#requireRoom();
    if (reply.ok) this.#length += reply.length;
    return reply;
  }

  #requireRoom(): void {
    if (this.#length <= this.#maxLength) return;
    throw new GraphQLError(
      `What this operation reads is longer than ${this.#maxLength} characters. Ask for fewer devices or fields, or split the request.`,
      { extensions: { code: "ANSWER_TOO_LARGE", max: this.#maxLength } },
    );
  }
}
