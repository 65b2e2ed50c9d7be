import type { Clock } from "../../runtime/clock.js";
import type { Enos } from "../../enos/enos.js";
import { EnosRequestError } from "../../enos/errors.js";
import type { Deadline } from "../../runtime/deadline.js";
import { unlimited, type WriteRateLimit } from "../writeRateLimit.js";
import { noTelemetry, type Telemetry } from "../../runtime/telemetry.js";
import { InvalidDeviceInputError } from "../deviceErrors.js";
import type { CreateDeviceInput } from "./input.js";
import type { CreateDeviceResult } from "./result.js";
import { CreateDeviceSuccess } from "./result.js";
import { idempotentCreate, type Creation } from "./idempotentCreate.js";
import { chooseDeviceKey } from "./idempotency.js";
import { fail } from "./errorMapping.js";
import { Singleflight } from "./singleflight.js";
import { findProblems } from "./validateInput.js";
import { tooMany } from "./errorMapping.js";

/** Creates devices: checks the input, chooses the key, and lets equal requests of one moment share one call. */
export class CreateDevice {
  readonly #singleflight = new Singleflight<CreateDeviceResult>();

  constructor(
    private readonly enos: Enos,
    private readonly clock: Clock,
    private readonly telemetry: Telemetry = noTelemetry,
    private readonly limit: WriteRateLimit = unlimited,
  ) {}

  /** Registers a device and says, in the graph's words, what EnOS made of the request. */
  async run(input: CreateDeviceInput, deadline: Deadline): Promise<CreateDeviceResult> {
    const problems = findProblems(input);
    if (problems.length > 0) {
      const message = "The input is invalid. EnOS was not asked.";
      return new InvalidDeviceInputError({ message, retryable: false }, problems);
    }
    // Do not consume quota after the deadline.
    if (deadline.leaves(0)) {
      const { granted, retryAfterMs } = await this.limit.take(input.orgId, 1);
      if (granted === 0) return tooMany(input.orgId, retryAfterMs);
    }

    const deviceKey = chooseDeviceKey(input);
    const result = await (deviceKey === undefined
      ? this.#create({ input, deviceKey, deadline, afterLostAnswer: false })
      : this.#createTogether(input, deviceKey, deadline));
    if (result instanceof CreateDeviceSuccess && result.replayed) this.limit.giveBack(input.orgId, 1);
    return result;
  }

  async #createTogether(
    input: CreateDeviceInput,
    deviceKey: string,
    deadline: Deadline,
  ): Promise<CreateDeviceResult> {
    try {
      const { result, coalesced } = await this.#singleflight.run(JSON.stringify(input), deadline, (shared) =>
        this.#create({ input, deviceKey, deadline: shared, afterLostAnswer: false }),
      );
      return coalesced && result instanceof CreateDeviceSuccess ? result.asReplay() : result;
    } catch (error) {
      if (error instanceof EnosRequestError) return fail(error, input, deviceKey);
      throw error;
    }
  }

  #create(creation: Omit<Creation, "telemetry">) {
    return idempotentCreate(this.enos, this.clock, { ...creation, telemetry: this.telemetry });
  }
}
