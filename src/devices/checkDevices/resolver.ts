import type { GraphQLError } from "graphql";
import { Arg, Ctx, Directive, Query, Resolver } from "type-graphql";

import { badArguments } from "../argumentProblems.js";
import type { DevicesContext } from "../context.js";
import { CreateDeviceInput, MAX_INPUTS } from "../createDevice/input.js";
import { checkDevices } from "./checkDevices.js";
import { DeviceCheck } from "./deviceCheck.js";

/** `Query.checkDevices`. */
@Resolver()
export class CheckDevicesResolver {
  /** Operations that have used the field already. */
  readonly #operations = new WeakSet();

  @Directive("@cost(weight: 5)")
  @Directive("@listSize(assumedSize: 100)")
  @Query(() => [DeviceCheck], {
    nullable: true,
    description:
      "The faults `createDevices` would find, without creating anything: one result per input, in the order of the inputs.\n" +
      "An empty result is no guarantee: EnOS decides when the device is created. Once per operation.",
  })
  checkDevices(
    @Arg("inputs", () => [CreateDeviceInput]) inputs: CreateDeviceInput[],
    @Ctx() context: DevicesContext,
  ): Promise<DeviceCheck[]> {
    context.caller.require("device:create");
    const { operation } = context.deadline;
    if (this.#operations.has(operation))
      throw badInputs("belong to a second checkDevices: an operation may ask for it once.");
    this.#operations.add(operation);
    if (inputs.length > MAX_INPUTS)
      throw badInputs(`holds ${inputs.length} inputs, and ${MAX_INPUTS} is the most: send them in parts.`);
    return checkDevices(inputs, context);
  }
}

function badInputs(message: string): GraphQLError {
  return badArguments([{ argument: "inputs", path: [], message }]);
}
