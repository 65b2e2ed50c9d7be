import { EnosRequestError } from "../../enos/errors.js";
import type { Deadline } from "../../runtime/deadline.js";

/** Runs tasks with the same name one after the other, in the order of their calls. */
export class OneAtATime {
  readonly #last = new Map<string, Promise<void>>();

  /**
   * Returns the task's result.
   *
   * @param name tasks with the same name never run at the same time.
   * @throws EnosRequestError when the deadline passes before the task's turn; it is not run then.
   */
  async run<T>(name: string, deadline: Deadline, task: () => Promise<T>): Promise<T> {
    const before = this.#last.get(name);
    const own = Promise.withResolvers<undefined>();
    const last = (before ?? Promise.resolve()).then(() => own.promise);
    this.#last.set(name, last);
    void last.then(() => {
      if (this.#last.get(name) === last) this.#last.delete(name);
    });
    try {
      if (before) await deadline.race(before, noTurn);
      return await task();
    } finally {
      own.resolve(undefined);
    }
  }
}

function noTurn(): EnosRequestError {
  return new EnosRequestError("Other updates of the device took too long.", {
    outcome: "NOT_APPLIED",
    retry: "UNAVAILABLE",
  });
}
