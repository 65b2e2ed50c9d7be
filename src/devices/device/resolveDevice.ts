import { GraphQLError } from "graphql";

import type { DevicesContext } from "../context.js";
import type { Device } from "../device.js";
import type { DeviceReference } from "../deviceReference.js";

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

/** A device that never learned its key has null for one, which names nothing. */
function readReference(representation: Representation): DeviceReference | undefined {
  const { orgId, assetId, productKey, deviceKey } = representation;
  if (isText(orgId) && isText(assetId)) return { orgId, assetId };
  if (isText(orgId) && isText(productKey) && isText(deviceKey)) return { orgId, productKey, deviceKey };
  if (isText(orgId) && isText(productKey) && deviceKey === null) return undefined;
  throw new GraphQLError(
    "A representation of Device needs the texts orgId and assetId, or orgId, productKey and deviceKey.",
    { extensions: { code: "BAD_USER_INPUT" } },
  );
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}
