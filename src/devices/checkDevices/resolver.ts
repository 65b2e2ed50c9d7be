import { Arg, Ctx, Directive, Query, Resolver } from "type-graphql";

import { badArguments, tooMany } from "../argumentProblems.js";
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
    if (this.#operations.has(operation)) {
      const message = "belong to a second checkDevices: an operation may ask for it once.";
      throw badArguments([{ argument: "inputs", path: [], message }]);
    }
    this.#operations.add(operation);
    if (inputs.length > MAX_INPUTS) throw tooMany("inputs", "inputs", inputs.length, MAX_INPUTS);
    return checkDevices(inputs, context);
  }
}
