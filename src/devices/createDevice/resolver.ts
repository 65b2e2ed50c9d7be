import { bulkhead } from "cockatiel";
import { Arg, Ctx, Directive, Mutation, Resolver } from "type-graphql";

import type { Caller } from "../../graphql/caller.js";
import { tooMany } from "../argumentProblems.js";
import type { DevicesContext } from "../context.js";
import { OrganizationAccessDeniedError } from "../deviceErrors.js";
import { deniedToCaller } from "../enosCodes.js";
import type { Authorize, CreateDevice } from "./createDevice.js";
import { explainRefusal } from "./explainRefusal.js";
import { CreateDeviceInput, MAX_INPUTS } from "./input.js";
import { CreateDeviceResult, CreateDeviceSuccess } from "./result.js";
import { MAX_CONCURRENT_WRITES } from "../writeRateLimit.js";

/** Resolves `Mutation.createDevice`. It is nullable, so that the failure of one alias does not remove the secret of another. */
@Resolver()
export class CreateDeviceResolver {
  constructor(private readonly creator: CreateDevice) {}

  @Directive("@cost(weight: 25)")
  @Mutation(() => CreateDeviceResult, {
    nullable: true,
    description:
      "Registers one device under a product, exactly once: an answer lost between this service and EnOS creates no second\n" +
      "device. To be able to repeat the request yourself, send an `idempotencyKey`.",
  })
  async createDevice(
    @Arg("input", () => CreateDeviceInput) input: CreateDeviceInput,
    @Ctx() context: DevicesContext,
  ): Promise<CreateDeviceResult> {
    const result = await this.creator.create(input, context.deadline, authorizeFor(context.caller));
    return present(result, input, context);
  }
}

/**
 * Resolves `Mutation.createDevices` with one create for each input, because EnOS's own batch answers every refusal with
 * the code -1.
 *
 * All share the request's deadline. An input that is not sent before it gets an `EnosUnavailableError`.
 */
@Resolver()
export class CreateDevicesResolver {
  constructor(private readonly creator: CreateDevice) {}

  @Directive("@cost(weight: 25)")
  @Directive("@listSize(assumedSize: 100)")
  @Mutation(() => [CreateDeviceResult], {
    nullable: "itemsAndList",
    description:
      "Registers up to 1,000 devices. One result per input, in the order of the inputs: some may succeed\n" +
      "while others are refused.",
  })
  createDevices(
    @Arg("inputs", () => [CreateDeviceInput]) inputs: CreateDeviceInput[],
    @Ctx() context: DevicesContext,
  ): Promise<CreateDeviceResult>[] {
    if (inputs.length > MAX_INPUTS) throw tooMany("inputs", "inputs", inputs.length, MAX_INPUTS);
    const creates = this.creator.createList(inputs, context.deadline, authorizeFor(context.caller));
    const lanes = bulkhead(MAX_CONCURRENT_WRITES, inputs.length);
    return creates.map(({ input, create }) =>
      lanes.execute(async () => present(await create(), input, context)),
    );
  }
}

/**
 * Returns a function that refuses inputs for organizations that the caller may not act for.
 *
 * @throws GraphQLError FORBIDDEN without the scope `device:create`.
 */
function authorizeFor(caller: Caller): Authorize {
  caller.require("device:create");
  return ({ orgId }) =>
    caller.mayActFor(orgId)
      ? undefined
      : new OrganizationAccessDeniedError({ message: deniedToCaller(orgId), retryable: false }, orgId);
}

/** Returns a result as this caller may see it, and tells the device reader about a new device. */
function present(
  result: CreateDeviceResult,
  input: CreateDeviceInput,
  context: DevicesContext,
): CreateDeviceResult | Promise<CreateDeviceResult> {
  if (!(result instanceof CreateDeviceSuccess)) return explainRefusal(result, input, context);
  context.devices.prime(result.device);
  return result.shownTo(context);
}
