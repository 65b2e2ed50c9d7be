import { Arg, Ctx, Directive, Mutation, Resolver } from "type-graphql";

import type { DevicesContext } from "../context.js";
import { CreateDeviceInput } from "../createDeviceInput.js";
import { CreateDeviceResult } from "../createDeviceResult.js";
import { createFor, type DeviceCreator } from "../createFor.js";

/** `Mutation.createDevice`. Nullable, so that one alias that fails does not erase another's secret. */
@Resolver()
export class CreateDeviceResolver {
  constructor(private readonly creator: DeviceCreator) {}

  @Directive("@cost(weight: 25)")
  @Mutation(() => CreateDeviceResult, {
    nullable: true,
    description:
      "Registers one device under a product.\n\n" +
      "With an `idempotencyKey` (or a `deviceKey` of your own) the same request may be sent again at any\n" +
      "time: it never creates a second device. Without either, a request whose answer was lost may have\n" +
      "created a device that nobody knows about.",
  })
  createDevice(
    @Arg("input", () => CreateDeviceInput) input: CreateDeviceInput,
    @Ctx() context: DevicesContext,
  ): Promise<CreateDeviceResult> {
    return createFor(context, input, this.creator);
  }
}
