import { EnosRequestError } from "../../enos/errors.js";
import type { Deadline } from "../../runtime/deadline.js";

interface Flight<T> {
  readonly result: Promise<T>;
  readonly deadline: Deadline;
}

/** The result of a flight for one participant. */
export interface FlightResult<T> {
  readonly result: T;
  /** Whether another request had started the flight already. */
  readonly coalesced: boolean;
}

/** Coalesces equal requests of the same moment: the first one does the work, the others get its result. */
export class Singleflight<T> {
  readonly #flights = new Map<string, Flight<T>>();

  /**
   * Returns the result of the flight under `key`, started if there is none.
   *
   * The flight lasts while any participant is connected, until the latest of their deadlines.
   *
   * @param start does the work; its deadline is the flight's.
   * @throws EnosRequestError when the participant's own deadline passes first.
   */
  async run(
    key: string,
    deadline: Deadline,
    start: (shared: Deadline) => Promise<T>,
  ): Promise<FlightResult<T>> {
    const running = this.#flights.get(key);
    running?.deadline.extendFor(deadline);
    const flight = running ?? this.#start(key, deadline.fork(), start);
    return { result: await resultFor(flight, deadline), coalesced: running !== undefined };
  }

  #start(key: string, deadline: Deadline, start: (shared: Deadline) => Promise<T>): Flight<T> {
    const result = start(deadline).finally(() => {
      this.#flights.delete(key);
      deadline.end();
    });
    const flight = { result, deadline };
    this.#flights.set(key, flight);
    // If every participant has left at its own deadline, a rejection would be unhandled.
    result.catch(() => undefined);
    return flight;
  }
}

/** How long a flight takes to end after its deadline. Milliseconds. */
const ENDING_MS = 50;

async function resultFor<T>({ result, deadline }: Flight<T>, participant: Deadline): Promise<T> {
  const late = new EnosRequestError("The deadline passed.", { outcome: "UNKNOWN", retry: "UNAVAILABLE" });
  try {
    return await participant.race(result, () => late);
  } catch (error) {
    // A flight that ends at the same moment has a better error: perhaps the request was never sent.
    if (error === late && deadline.remainingMs() < ENDING_MS) return result;
    throw error;
  }
}
