import type { Clock } from "../../enos/clock.js";
import type { Enos } from "../../enos/enos.js";
import type { Patience } from "../../enos/patience.js";
import { unlimited, type CreationLimit } from "../creationLimit.js";
import { silent, type DevicesObserver } from "../observer.js";
import { InvalidDeviceInputError } from "../errors/invalidDeviceInputError.js";
import type { CreateDeviceInput } from "../createDeviceInput.js";
import type { CreateDeviceResult } from "../createDeviceResult.js";
import { CreateDeviceSuccess } from "../createDeviceSuccess.js";
import { createOnce } from "./createOnce.js";
import { chooseDeviceKey } from "./deviceKey.js";
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
    const waitMs = await this.limit.waitFor(input.orgId);
    if (waitMs !== undefined) return tooMany(input.orgId, waitMs);

    const deviceKey = chooseDeviceKey(input);
    const create = () =>
      createOnce(this.enos, this.clock, { input, deviceKey, patience, observer: this.observer });
    if (deviceKey === undefined) return create();

    const { result, joined } = await this.#flights.join(JSON.stringify(input), patience, create);
    return joined && result instanceof CreateDeviceSuccess ? result.asReplay() : result;
  }
}
