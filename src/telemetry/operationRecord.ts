/** What one answer of a root field was. */
export interface Answer {
  /** The GraphQL type that was answered; `null` or `error` where there was none. */
  readonly outcome: string;
  readonly requestId: string | undefined;
}

/** What is noted of one GraphQL operation while it is answered: enough to find it again, and nothing of its content. */
export class OperationRecord {
  readonly #answers: Answer[] = [];

  constructor(
    /** W3C trace ID: 32 hexadecimal digits. */
    readonly traceId: string,
    /** When its first byte came, as `performance.now()` counts. */
    readonly started: number,
    /** What its trace is known by. */
    readonly operation: object,
  ) {}

  note(answer: Answer): void {
    this.#answers.push(answer);
  }

  /** How many answers were of which type. */
  outcomes(): Record<string, number> {
    const counts: Record<string, number> = {};
    for (const { outcome } of this.#answers) counts[outcome] = (counts[outcome] ?? 0) + 1;
    return counts;
  }

  /** EnOS's names for the requests behind the answers, each once, at most `limit` of them. */
  requestIds(limit: number): string[] {
    const given = new Set<string>();
    for (const { requestId } of this.#answers) {
      if (given.size === limit) break;
      if (requestId !== undefined) given.add(requestId);
    }
    return [...given];
  }
}

/** A context in which an operation is recorded. */
export interface Recorded {
  readonly record: OperationRecord;
}
