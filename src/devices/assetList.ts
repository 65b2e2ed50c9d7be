import { bulkhead } from "cockatiel";
import type { GraphQLError } from "graphql";

import type { Scope } from "../graphql/caller.js";
import { badArguments, tooMany } from "./argumentProblems.js";
import type { DevicesContext } from "./context.js";
import {
  type DeviceNotFoundError,
  type EnosUnavailableError,
  OrganizationAccessDeniedError,
} from "./deviceErrors.js";
import { type AssetReference, canExist } from "./deviceReference.js";
import { deniedToCaller } from "./enosCodes.js";
import { noSuchDevice, tooManyWrites } from "./writeErrors.js";
import { type WriteRateLimit, MAX_CONCURRENT_WRITES } from "./writeRateLimit.js";

const MAX_ASSET_IDS = 100;

/** Longer than any ID of EnOS. Every result may repeat the organization's. Characters. */
const MAX_ORG_ID_LENGTH = 256;

/** A mutation about many devices. */
export interface AssetListWrite<Result> {
  readonly orgId: string;
  readonly assetIds: readonly string[];
  readonly scope: Scope;
  readonly limit: WriteRateLimit;
  readonly write: (device: AssetReference) => Promise<Result>;
}

type Refused = OrganizationAccessDeniedError | DeviceNotFoundError | EnosUnavailableError;

/**
 * Writes each device of a list on behalf of the caller. Results come in the order of the asset IDs; an asset ID that is
 * named twice is written once, and both places have its result.
 *
 * @throws GraphQLError FORBIDDEN without the scope; BAD_USER_INPUT for a list or an organization that is too long.
 */
export function writeEach<Result>(
  { caller, deadline }: DevicesContext,
  { orgId, assetIds, scope, limit, write }: AssetListWrite<Result>,
): Promise<Result | Refused>[] {
  caller.require(scope);
  if (assetIds.length > MAX_ASSET_IDS) throw tooMany("assetIds", "asset IDs", assetIds.length, MAX_ASSET_IDS);
  if (orgId.length > MAX_ORG_ID_LENGTH) throw tooLongOrgId();
  if (!caller.mayActFor(orgId)) {
    const message = deniedToCaller(orgId);
    const denied = new OrganizationAccessDeniedError({ message, retryable: false }, orgId);
    return assetIds.map(() => Promise.resolve(denied));
  }

  const devices = [...new Set(assetIds)].map((assetId) => ({ orgId, assetId }));
  const written = devices.filter(canExist);
  const lanes = bulkhead(MAX_CONCURRENT_WRITES, MAX_ASSET_IDS);
  // Do not consume quota after the deadline.
  const grant = deadline.leaves(0) && written.length > 0 ? limit.take(orgId, written.length) : undefined;
  const results = new Map<string, Promise<Result | Refused>>();
  for (const [index, device] of written.entries()) {
    const writeOnce = async () => {
      const { granted, retryAfterMs } = (await grant) ?? { granted: Infinity, retryAfterMs: 0 };
      return index < granted ? write(device) : tooManyWrites(orgId, retryAfterMs);
    };
    results.set(device.assetId, lanes.execute(writeOnce));
  }
  // All at once, so that the selected fields of all devices are read together.
  const settled = Promise.allSettled(results.values());
  return assetIds.map(async (assetId) => {
    await settled;
    return results.get(assetId) ?? noSuchDevice({ orgId, assetId });
  });
}

function tooLongOrgId(): GraphQLError {
  const message = `is longer than ${MAX_ORG_ID_LENGTH} characters: no organization has such an ID.`;
  return badArguments([{ argument: "orgId", path: [], message }]);
}
