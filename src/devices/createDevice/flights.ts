import { EnosFailure } from "../../enos/failure.js";
import type { Patience } from "../../enos/patience.js";
import { before } from "../../enos/race.js";
import { SharedPatience } from "../../enos/sharedPatience.js";

interface Flight<T> {
  readonly result: Promise<T>;
  readonly patience: SharedPatience;
}

/** What a flight came to, as one of those who waited for it needs to know it. */
export interface Landed<T> {
  readonly result: T;
  /** Whether it was another request that started it. */
  readonly joined: boolean;
  /** Whether it ended because the time of that request was up. */
  readonly outOfTime: boolean;
}

/** Lets equal requests of the same moment share one: the first asks, the others wait for its answer. */
export class Flights<T> {
  readonly #underWay = new Map<string, Flight<T>>();

  /**
   * Gives what came of the flight of that name, starting it if there is none.
   *
   * @throws EnosFailure when the request's own deadline passes before the flight of another ends.
   */
  async join(name: string, patience: Patience, start: (shared: Patience) => Promise<T>): Promise<Landed<T>> {
    const underWay = this.#underWay.get(name);
    if (underWay) {
      underWay.patience.add(patience);
      const result = await before(patience.signal, underWay.result, tooLate);
      return { result, joined: true, outOfTime: underWay.patience.remainingMs() === 0 };
    }
    const shared = new SharedPatience(patience);
    const result = start(shared).finally(() => this.#underWay.delete(name));
    this.#underWay.set(name, { result, patience: shared });
    return { result: await result, joined: false, outOfTime: shared.remainingMs() === 0 };
  }
}

function tooLate(): EnosFailure {
  return new EnosFailure("The deadline passed.", { outcome: "UNKNOWN", retryable: true });
}
