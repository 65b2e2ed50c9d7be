import { EnosFailure } from "../../enos/failure.js";
import type { Patience } from "../../enos/patience.js";
import { before } from "../../enos/race.js";
import { SharedPatience } from "../../enos/sharedPatience.js";

interface Flight<T> {
  readonly result: Promise<T>;
  readonly patience: SharedPatience;
}

/** Lets equal requests of the same moment share one: the first asks, the others wait for its answer. */
export class Flights<T> {
  readonly #underWay = new Map<string, Flight<T>>();

  /**
   * Gives the result of the flight of that name, and whether it was another request that started it.
   *
   * @throws EnosFailure when the request's own deadline passes before the flight of another ends.
   */
  async join(
    name: string,
    patience: Patience,
    start: (shared: Patience) => Promise<T>,
  ): Promise<{ readonly result: T; readonly joined: boolean }> {
    const underWay = this.#underWay.get(name);
    if (underWay) {
      underWay.patience.add(patience);
      return { result: await before(patience.signal, underWay.result, tooLate), joined: true };
    }
    const shared = new SharedPatience(patience);
    const result = start(shared).finally(() => this.#underWay.delete(name));
    this.#underWay.set(name, { result, patience: shared });
    return { result: await result, joined: false };
  }
}

function tooLate(): EnosFailure {
  return new EnosFailure("The deadline passed.", { outcome: "UNKNOWN", retryable: true });
}
