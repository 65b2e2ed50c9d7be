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

/** A representation as the router sends it: no schema has checked its fields. */
export type Representation = Readonly<Record<string, unknown>>;

/**
 * Returns the device that a representation identifies, or null when it does not exist. Rejects, and so nulls this one
 * entity, when the caller may not read or EnOS gives no answer.
 */
export async function resolveDevice(
  representation: Representation,
  { devices }: DevicesContext,
): Promise<Device | null> {
  const reference = readReference(representation);
  return reference ? await devices.find(reference) : null;
}

/** Returns the reference in a representation; undefined when it identifies no device: a null key, an ID of another form. */
function readReference(representation: Representation): DeviceReference | undefined {
  const [id, orgId, assetId, productKey, deviceKey] = [
    "id",
    "orgId",
    "assetId",
    "productKey",
    "deviceKey",
  ].map((name) => toId(representation[name]));
  if (orgId !== undefined && assetId !== undefined) return { orgId, assetId };
  if (id !== undefined) return readDeviceId(id);
  if (orgId !== undefined && productKey !== undefined) {
    if (deviceKey !== undefined) return { orgId, productKey, deviceKey };
    if (representation.deviceKey === null) return undefined;
  }
  throw badRepresentation("Device", "id, or orgId and assetId, or orgId, productKey and deviceKey");
}

/** Returns the product that a representation identifies. The resolvers of its fields check whether the organization has it. */
export function resolveProduct(representation: Representation): Promise<Product> {
  const [orgId, productKey] = [toId(representation.orgId), toId(representation.productKey)];
  if (orgId !== undefined && productKey !== undefined) return Promise.resolve(new Product(orgId, productKey));
  return Promise.reject(badRepresentation("Product", "orgId and productKey"));
}

/** Reads an ID as GraphQL's ID does: a text, or an integer as its digits. */
function toId(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  return Number.isSafeInteger(value) ? String(value) : undefined;
}

function badRepresentation(type: string, keys: string): GraphQLError {
  return new GraphQLError(`A representation of ${type} needs ${keys}, each of them an ID.`, {
    extensions: { code: "BAD_USER_INPUT" },
  });
}
