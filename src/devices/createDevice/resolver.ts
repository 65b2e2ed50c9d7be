import { bulkhead } from "cockatiel";
import { Arg, Ctx, Directive, Mutation, Resolver } from "type-graphql";

import { tooMany } from "../argumentProblems.js";
import type { DevicesContext } from "../context.js";
import { OrganizationAccessDeniedError } from "../deviceErrors.js";
import { deniedToCaller } from "../enosCodes.js";
import type { CreateDevice } from "./createDevice.js";
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
  createDevice(
    @Arg("input", () => CreateDeviceInput) input: CreateDeviceInput,
    @Ctx() context: DevicesContext,
  ): Promise<CreateDeviceResult> {
    const [create] = start(this.creator, [input], context);
    if (!create) throw new Error("one input has one result");
    return create();
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
    const lanes = bulkhead(MAX_CONCURRENT_WRITES, inputs.length);
    return start(this.creator, inputs, context).map((create) => lanes.execute(create));
  }
}

/**
 * Returns for each input a function that creates its device on behalf of the caller.
 *
 * @throws GraphQLError FORBIDDEN without the scope `device:create`.
 */
function start(
  creator: CreateDevice,
  inputs: readonly CreateDeviceInput[],
  context: DevicesContext,
): (() => Promise<CreateDeviceResult>)[] {
  const { caller, deadline } = context;
  caller.require("device:create");
  return creator
    .start(inputs, deadline, ({ orgId }) => (caller.mayActFor(orgId) ? undefined : deny(orgId)))
    .map((create, index) => async () => {
      const result = await create();
      if (result instanceof CreateDeviceSuccess) return present(result, context);
      const input = inputs[index];
      return input ? explainRefusal(result, input, context) : result;
    });
}

function deny(orgId: string): OrganizationAccessDeniedError {
  return new OrganizationAccessDeniedError({ message: deniedToCaller(orgId), retryable: false }, orgId);
}

/** Returns a success as this caller may see it, and tells the device reader about the new device. */
function present(success: CreateDeviceSuccess, context: DevicesContext): CreateDeviceSuccess {
  context.devices.prime(success.device);
  return success.shownTo(context);
}
