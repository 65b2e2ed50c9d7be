import { Arg, Ctx, Directive, Mutation, Resolver } from "type-graphql";

import type { DevicesContext } from "../context.js";
import { OrganizationAccessDeniedError } from "../deviceErrors.js";
import { deniedToCaller } from "../enosCodes.js";
import { UpdateDeviceInput } from "./input.js";
import { UpdateDeviceResult } from "./result.js";
import type { UpdateDevice } from "./updateDevice.js";

/** `Mutation.updateDevice`. */
@Resolver()
export class UpdateDeviceResolver {
  constructor(private readonly updater: UpdateDevice) {}

  @Directive("@cost(weight: 25)")
  @Mutation(() => UpdateDeviceResult, {
    nullable: true,
    description: "Changes the given fields and leaves the others. Safe to repeat; the last writer wins.",
  })
  async updateDevice(
    @Arg("input", () => UpdateDeviceInput) input: UpdateDeviceInput,
    @Ctx() { caller, deadline }: DevicesContext,
  ): Promise<UpdateDeviceResult> {
    caller.require("device:update");
    const { orgId } = input;
    if (caller.mayActFor(orgId)) return this.updater.run(input, deadline);
    return new OrganizationAccessDeniedError({ message: deniedToCaller(orgId), retryable: false }, orgId);
  }
}
