import { bulkhead } from "cockatiel";
import { GraphQLError } from "graphql";
import { Arg, Ctx, Directive, Mutation, Resolver } from "type-graphql";

import type { Caller } from "../../graphql/caller.js";
import type { Deadline } from "../../runtime/deadline.js";
import type { DevicesContext } from "../context.js";
import { OrganizationAccessDeniedError } from "../deviceErrors.js";
import { deniedToCaller } from "../enosCodes.js";
import { CreateDeviceInput } from "./input.js";
import { CreateDeviceResult, CreateDeviceSuccess } from "./result.js";

/** `Mutation.createDevice`. Nullable, so that one alias that fails does not erase another's secret. */
@Resolver()
export class CreateDeviceResolver {
  constructor(private readonly creator: DeviceCreator) {}

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
    return createFor(context, input, this.creator);
  }
}

const MOST_INPUTS = 1_000;

/** How many devices of one request are created at once; the rest of EnOS's bulkhead stays for other requests. */
const AT_ONCE = 32;

/**
 * `Mutation.createDevices`: as many single creates, because EnOS's own batch answers every refusal with the
 * code -1.
 *
 * All share the request's one deadline. Whatever is not asked before it is an `EnosUnavailableError` in its place.
 */
@Resolver()
export class CreateDevicesResolver {
  constructor(private readonly creator: DeviceCreator) {}

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
    context.caller.require("device:create");
    if (inputs.length > MOST_INPUTS) throw tooMany(inputs.length);
    const lanes = bulkhead(AT_ONCE, inputs.length);
    return inputs.map((input) => lanes.execute(() => createFor(context, input, this.creator)));
  }
}

function tooMany(count: number): GraphQLError {
  return new GraphQLError(
    `createDevices takes ${MOST_INPUTS} inputs at most and got ${count}. Nothing was created: send them in parts.`,
    { extensions: { code: "BAD_USER_INPUT" } },
  );
}

/** What registers one device, whoever asks. */
export interface DeviceCreator {
  run(input: CreateDeviceInput, deadline: Deadline): Promise<CreateDeviceResult>;
}

/**
 * Registers one device on behalf of the caller, and lets the rest of the request know of it.
 *
 * @throws GraphQLError FORBIDDEN without the scope `device:create`.
 */
export async function createFor(
  { caller, deadline, devices }: DevicesContext,
  input: CreateDeviceInput,
  creator: DeviceCreator,
): Promise<CreateDeviceResult> {
  const denied = authorize(caller, input);
  if (denied) return denied;
  const result = await creator.run(input, deadline);
  if (result instanceof CreateDeviceSuccess) devices.prime(result.device);
  return result;
}

function authorize(caller: Caller, { orgId }: CreateDeviceInput): OrganizationAccessDeniedError | undefined {
  caller.require("device:create");
  if (caller.mayActFor(orgId)) return undefined;
  return new OrganizationAccessDeniedError({ message: deniedToCaller(orgId), retryable: false }, orgId);
}
