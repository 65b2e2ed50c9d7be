import { GraphQLError } from "graphql";
import { Args, ArgsType, Ctx, Field, ID, Query, Resolver } from "type-graphql";

import type { DevicesContext } from "../context.js";
import { Device, Product } from "../device.js";
import { readDeviceId } from "../deviceId.js";
import type { DeviceReference } from "../deviceReference.js";

/** `Query.device` and `Query.deviceByKey`. */
@Resolver()
export class DeviceResolver {
  @Query(() => Device, {
    nullable: true,
    description: "The device with this asset ID, or null when the organization has none.",
  })
  device(
    @Args(() => DeviceArgs) reference: DeviceArgs,
    @Ctx() { devices }: DevicesContext,
  ): Promise<Device | null> {
    return devices.find(reference);
  }

  @Query(() => Device, {
    nullable: true,
    description: "The device that holds this key, or null when the product has none.",
  })
  deviceByKey(
    @Args(() => DeviceByKeyArgs) reference: DeviceByKeyArgs,
    @Ctx() { devices }: DevicesContext,
  ): Promise<Device | null> {
    return devices.find(reference);
  }
}

/** Arguments of `Query.device`. */
@ArgsType()
export class DeviceArgs {
  @Field(() => ID)
  readonly orgId!: string;

  @Field(() => ID)
  readonly assetId!: string;
}

/** Arguments of `Query.deviceByKey`. */
@ArgsType()
export class DeviceByKeyArgs {
  @Field(() => ID)
  readonly orgId!: string;

  @Field(() => ID)
  readonly productKey!: string;

  @Field(() => ID)
  readonly deviceKey!: string;
}

/** A representation as the router sends it: no schema has checked what it holds. */
export type Representation = Readonly<Record<string, unknown>>;

/**
 * Gives the device that a representation stands for, or null when there is none. Rejects, and so nulls this one
 * entity, where the caller may not read or EnOS does not tell.
 */
export async function resolveDevice(
  representation: Representation,
  { devices }: DevicesContext,
): Promise<Device | null> {
  const reference = readReference(representation);
  return reference ? await devices.find(reference) : null;
}

/** Returns undefined for what identifies no device: a null key, an ID of another form. */
function readReference(representation: Representation): DeviceReference | undefined {
  const { id, orgId, assetId, productKey, deviceKey } = representation;
  if (isText(orgId) && isText(assetId)) return { orgId, assetId };
  if (isText(id)) return readDeviceId(id);
  if (isText(orgId) && isText(productKey) && isText(deviceKey)) return { orgId, productKey, deviceKey };
  if (isText(orgId) && isText(productKey) && deviceKey === null) return undefined;
  throw new GraphQLError(
    "A representation of Device needs the texts id, or orgId and assetId, or orgId, productKey and deviceKey.",
    { extensions: { code: "BAD_USER_INPUT" } },
  );
}

/** Returns the product that a representation identifies. Its fields judge whether the organization has it. */
export function resolveProduct({ orgId, productKey }: Representation): Promise<Product> {
  if (isText(orgId) && isText(productKey)) return Promise.resolve(new Product(orgId, productKey));
  return Promise.reject(
    new GraphQLError("A representation of Product needs the texts orgId and productKey.", {
      extensions: { code: "BAD_USER_INPUT" },
    }),
  );
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}
