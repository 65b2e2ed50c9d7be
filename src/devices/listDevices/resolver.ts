import type { GraphQLResolveInfo } from "graphql";
import { Args, ArgsType, Ctx, Directive, Field, ID, Info, Int, Query, Resolver } from "type-graphql";

import type { DevicesContext } from "../context.js";
import { selectedFields } from "../selection.js";
import { DeviceConnection } from "./connection.js";
import { DeviceFilter } from "./filter.js";
import { listDevices } from "./listDevices.js";

/** Arguments of `Query.devices`. `first` has no default in the schema: Cosmo's composer refuses one beside `@listSize`. */
@ArgsType()
class DevicesArgs {
  @Field(() => ID)
  readonly orgId!: string;

  @Field(() => DeviceFilter, { nullable: true })
  readonly filter?: DeviceFilter | null;

  @Field(() => Int, { nullable: true })
  readonly first?: number | null;

  @Field(() => String, { nullable: true })
  readonly after?: string | null;
}

/** `Query.devices`. */
@Resolver()
export class ListDevicesResolver {
  @Directive("@cost(weight: 5)")
  @Directive(
    '@listSize(assumedSize: 20, slicingArguments: ["first"], sizedFields: ["edges", "nodes"], requireOneSlicingArgument: false)',
  )
  @Query(() => DeviceConnection, {
    nullable: true,
    description:
      "The organization's devices, newest first. `first` is 20 when absent and 100 at most. EnOS pages by number, so a device\n" +
      "created while you page repeats a row, a deleted one skips one: identify rows by `id`.",
  })
  devices(
    @Args(() => DevicesArgs) { orgId, filter, first, after }: DevicesArgs,
    @Ctx() { deadline, devices }: DevicesContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<DeviceConnection> {
    devices.requireRead(orgId);
    return listDevices(devices.boundedEnos, deadline, {
      orgId,
      filter: filter ?? {},
      first: first ?? undefined,
      after: after ?? undefined,
      fields: selectedFields(info, "Device"),
    });
  }
}
