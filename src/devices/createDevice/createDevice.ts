import { EnosRequestError } from "../../enos/errors.js";
import type { Deadline } from "../../runtime/deadline.js";
import { InvalidDeviceInputError } from "../deviceErrors.js";
import { tooManyWrites } from "../writeErrors.js";
import { type WriteRateLimit, takeForList } from "../writeRateLimit.js";
import { type DeviceKeys, chooseDeviceKey } from "./deviceKeys.js";
import { createUnconfirmed } from "./errorMapping.js";
import { type CreateContext, type CreateIntent, IdempotentCreate } from "./idempotentCreate.js";
import type { CreateDeviceInput } from "./input.js";
import { type CreateDeviceResult, CreateDeviceSuccess } from "./result.js";
import { Singleflight } from "./singleflight.js";
import { findProblems } from "./validateInput.js";

export interface CreateDeviceOptions extends CreateContext {
  readonly limit: WriteRateLimit;
  /** Chooser of the device key when the client sends none. */
  readonly deviceKeys: DeviceKeys;
}

/** Returns the refusal of an input that the caller may not send. */
export type Authorize = (input: CreateDeviceInput) => CreateDeviceResult | undefined;

/** An input of a list, and the function that creates its device. */
export interface PendingCreate {
  readonly input: CreateDeviceInput;
  readonly create: () => Promise<CreateDeviceResult>;
}

/** Creates devices: checks the input, chooses the key, and lets equal requests of one moment share one call. */
export class CreateDevice {
  readonly #singleflight = new Singleflight<CreateDeviceResult>();

  constructor(private readonly options: CreateDeviceOptions) {}

  /** Creates one device, unless `authorize` refuses: refused inputs do not count against the rate limit. */
  async create(
    input: CreateDeviceInput,
    deadline: Deadline,
    authorize: Authorize = () => undefined,
  ): Promise<CreateDeviceResult> {
    const refusal = authorize(input) ?? findFaults(input);
    if (refusal) return refusal;
    const [waitMs] = await this.#takeWrites([input.orgId], deadline);
    return this.#createUnlessLimited(input, deadline, waitMs);
  }

  /**
   * Returns for each input a function that creates its device, as `create` does. The writes of all inputs are taken from
   * the rate limit at once.
   */
  createList(
    inputs: readonly CreateDeviceInput[],
    deadline: Deadline,
    authorize: Authorize,
  ): PendingCreate[] {
    const refusals = inputs.map((input) => authorize(input) ?? findFaults(input));
    const orgIds = inputs.filter((_, index) => !refusals[index]).map(({ orgId }) => orgId);
    const waits = this.#takeWrites(orgIds, deadline);
    let next = 0;
    return inputs.map((input, index) => {
      const refusal = refusals[index];
      if (refusal) return { input, create: () => Promise.resolve(refusal) };
      const place = next++;
      return {
        input,
        create: async () => this.#createUnlessLimited(input, deadline, (await waits)[place]),
      };
    });
  }

  /** Returns for each write undefined, or after how many milliseconds to try it again. */
  #takeWrites(orgIds: readonly string[], deadline: Deadline): Promise<readonly (number | undefined)[]> {
    // Do not consume quota after the deadline.
    return deadline.leaves(0) ? takeForList(this.options.limit, orgIds) : Promise.resolve([]);
  }

  #createUnlessLimited(
    input: CreateDeviceInput,
    deadline: Deadline,
    waitMs: number | undefined,
  ): CreateDeviceResult | Promise<CreateDeviceResult> {
    return waitMs === undefined
      ? this.#createWithKey(input, deadline)
      : tooManyWrites(input.orgId, waitMs, "No device was created.");
  }

  async #createWithKey(input: CreateDeviceInput, deadline: Deadline): Promise<CreateDeviceResult> {
    const key = chooseDeviceKey(input, this.options.deviceKeys);
    const intent = { input, key, deadline };
    // Without an idempotency key two equal requests are two intents, even when they come at the same moment.
    const result = await (input.idempotencyKey == null
      ? new IdempotentCreate(this.options, intent).run()
      : this.#createTogether(intent));
    if (result instanceof CreateDeviceSuccess && result.replayed) this.options.limit.giveBack(input.orgId, 1);
    return result;
  }

  async #createTogether(intent: CreateIntent): Promise<CreateDeviceResult> {
    const { input, key, deadline } = intent;
    try {
      const { result, coalesced } = await this.#singleflight.run(JSON.stringify(input), deadline, (shared) =>
        new IdempotentCreate(this.options, { ...intent, deadline: shared }).run(),
      );
      return coalesced && result instanceof CreateDeviceSuccess ? result.asReplay() : result;
    } catch (error) {
      if (error instanceof EnosRequestError) return createUnconfirmed(error, input, key);
      throw error;
    }
  }
}

function findFaults(input: CreateDeviceInput): InvalidDeviceInputError | undefined {
  const problems = findProblems(input);
  if (problems.length === 0) return undefined;
  const message = "The input is invalid. EnOS was not asked.";
  return new InvalidDeviceInputError({ message, retryable: false }, problems);
}
