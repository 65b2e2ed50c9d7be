import { bulkhead } from "cockatiel";
import { GraphQLError } from "graphql";
import { Arg, Ctx, Directive, Mutation, Resolver } from "type-graphql";

import type { DevicesContext } from "../context.js";
import { CreateDeviceInput } from "../createDeviceInput.js";
import { CreateDeviceResult } from "../createDeviceResult.js";
import { createFor, type DeviceCreator } from "../createFor.js";

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
