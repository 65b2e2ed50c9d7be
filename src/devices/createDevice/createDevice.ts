import type { Clock } from "../../enos/clock.js";
import type { Enos } from "../../enos/enos.js";
import { EnosFailure } from "../../enos/failure.js";
import type { Patience } from "../../enos/patience.js";
import { unlimited, type CreationLimit } from "../creationLimit.js";
import { silent, type DevicesObserver } from "../observer.js";
import { DeviceUnconfirmedError } from "../errors/deviceUnconfirmedError.js";
import { EnosUnavailableError } from "../errors/enosUnavailableError.js";
import { InvalidDeviceInputError } from "../errors/invalidDeviceInputError.js";
import type { CreateDeviceInput } from "../createDeviceInput.js";
import type { CreateDeviceResult } from "../createDeviceResult.js";
import { CreateDeviceSuccess } from "../createDeviceSuccess.js";
import { createOnce, type Creation } from "./createOnce.js";
import { chooseDeviceKey } from "./deviceKey.js";
import { fail } from "./failures.js";
import { Flights } from "./flights.js";
import { findProblems } from "./problems.js";
import { tooMany } from "./tooMany.js";

/** Creates devices: checks the input, chooses the key, and lets equal requests of one moment share one call. */
export class CreateDevice {
  readonly #flights = new Flights<CreateDeviceResult>();

  constructor(
    private readonly enos: Enos,
    private readonly clock: Clock,
    private readonly observer: DevicesObserver = silent,
    private readonly limit: CreationLimit = unlimited,
  ) {}

  /** Registers a device and says, in the graph's words, what EnOS made of the request. */
  async run(input: CreateDeviceInput, patience: Patience): Promise<CreateDeviceResult> {
    const problems = findProblems(input);
    if (problems.length > 0) {
      const message = "The input is invalid. EnOS was not asked.";
      return new InvalidDeviceInputError({ message, retryable: false }, problems);
    }
    // Who is not answered in time takes nothing from the others' share.
    const waitMs = patience.allows(0) ? await this.limit.waitFor(input.orgId) : undefined;
    if (waitMs !== undefined) return tooMany(input.orgId, waitMs);

    const deviceKey = chooseDeviceKey(input);
    return deviceKey === undefined
      ? this.#create({ input, deviceKey, patience, afterLostAnswer: false })
      : this.#createTogether(input, deviceKey, patience);
  }

  async #createTogether(
    input: CreateDeviceInput,
    deviceKey: string,
    patience: Patience,
  ): Promise<CreateDeviceResult> {
    let lost: DeviceUnconfirmedError | undefined;
    try {
      for (;;) {
        const afterLostAnswer = lost !== undefined;
        const { result, joined, outOfTime } = await this.#flights.join(
          JSON.stringify(input),
          patience,
          (shared) => this.#create({ input, deviceKey, patience: shared, afterLostAnswer }),
        );
        if (joined && result instanceof CreateDeviceSuccess) return result.asReplay();
        const isUnavailable = result instanceof EnosUnavailableError;
        const isLost = result instanceof DeviceUnconfirmedError;
        // What the other request had no time left for, and an answer that was lost for the first time.
        const isOpen = joined && (outOfTime ? isLost || isUnavailable : isLost && !lost);
        if (isLost) lost ??= result;
        // That nothing was created this time does not settle what was lost before.
        if (!isOpen || !patience.allows(0)) return isUnavailable ? (lost ?? result) : result;
      }
    } catch (error) {
      if (error instanceof EnosFailure) return fail(error, input, deviceKey);
      throw error;
    }
  }

  #create(creation: Omit<Creation, "observer">) {
    return createOnce(this.enos, this.clock, { ...creation, observer: this.observer });
  }
}
