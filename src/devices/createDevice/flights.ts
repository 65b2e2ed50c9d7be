import type { Patience } from "../../enos/patience.js";

interface Flight<T> {
  readonly result: Promise<T>;
  readonly patience: Patience;
}

/** Lets equal requests of the same moment share one: the first asks, the others wait for its answer. */
export class Flights<T> {
  readonly #underWay = new Map<string, Flight<T>>();

  /** Gives the result of the flight of that name, and whether the caller was the one to start it. */
  async join(
    name: string,
    patience: Patience,
    start: () => Promise<T>,
  ): Promise<{ readonly result: T; readonly joined: boolean }> {
    const underWay = this.#underWay.get(name);
    if (underWay) {
      underWay.patience.extendTo(patience);
      return { result: await underWay.result, joined: true };
    }
    const result = start().finally(() => this.#underWay.delete(name));
    this.#underWay.set(name, { result, patience });
    return { result: await result, joined: false };
  }
}
