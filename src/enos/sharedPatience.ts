import type { Patience } from "./patience.js";

/** The patience of all who wait for one call: it lasts until the first one's deadline, while any of them listens. */
export class SharedPatience implements Patience {
  readonly operation: object;
  readonly signal: AbortSignal;
  readonly #first: Patience;
  readonly #everybody: Set<Patience>;

  constructor(first: Patience) {
    this.operation = first.operation;
    this.signal = first.signal;
    this.#first = first;
    this.#everybody = new Set([first]);
  }

  get isHeard(): boolean {
    for (const patience of this.#everybody) if (patience.isHeard) return true;
    return false;
  }

  remainingMs(): number {
    return this.#first.remainingMs();
  }

  allows(ms: number): boolean {
    return this.remainingMs() > ms && this.isHeard;
  }

  add(patience: Patience): void {
    this.#everybody.add(patience);
  }
}
