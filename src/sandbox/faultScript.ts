import type { Operation } from "./call.js";
import type { Fault, ScriptedFault } from "./fault.js";
import { seededRandom } from "./random.js";

/** The faults that are still to strike, in the order they were asked for. */
export class FaultScript {
  #lines: (ScriptedFault & { readonly times: number })[] = [];
  /** Seeded even before anybody asks, so that runs repeat unless they choose not to. */
  #random = seededRandom(1);

  /** Adds faults to the end. */
  append(faults: readonly ScriptedFault[]): void {
    for (const line of faults) this.#lines.push({ times: line.probability === undefined ? 1 : 0, ...line });
  }

  /** Makes the dice of `probability` fall as they fell after the same seed before. */
  seed(seed: number): void {
    this.#random = seededRandom(seed);
  }

  /** Gives the fault that strikes a call, the first in the script that does, and uses it up. */
  take(operation: Operation): Fault | undefined {
    const index = this.#lines.findIndex(
      ({ on = operation, probability = 1 }) =>
        on === operation && (probability === 1 || this.#random() < probability),
    );
    const line = this.#lines[index];
    if (!line) return undefined;
    if (line.times === 1) this.#lines.splice(index, 1);
    else if (line.times > 1) this.#lines[index] = { ...line, times: line.times - 1 };
    return line.fault;
  }

  /** Gives what is left; `times` 0 stands for "until cleared". */
  list(): readonly ScriptedFault[] {
    return this.#lines;
  }

  /** Lets everything go right again. */
  clear(): void {
    this.#lines = [];
  }
}
