import { bulkhead } from "cockatiel";
import DataLoader from "dataloader";
import { GraphQLError } from "graphql";

import type { Enos } from "../../enos/enos.js";
import type { Clock } from "../../runtime/clock.js";
import type { Deadline } from "../../runtime/deadline.js";
import type { Device } from "../device.js";
import { toDevice } from "../deviceRecord.js";
import { type DeviceReference, canExist, nameOf, referencesTo } from "../deviceReference.js";
import { readBackDevice } from "../readBack.js";
import { notYetReadable, unavailableRead } from "./readErrors.js";
import type { RecentWrites } from "../recentWrites.js";
import type { RecentlyCreated } from "./recentlyCreated.js";
import { PAGE_SIZE, findDevices, unreadable } from "./searchDevices.js";

/** Recently created devices that are read by name at once; the rest of EnOS's bulkhead stays for other requests. */
const MAX_CONCURRENT_READS = 16;

export type DeviceLoader = DataLoader<DeviceReference, Device | null, string>;

export interface DeviceSource {
  readonly enos: Enos;
  readonly clock: Clock;
  readonly recentlyCreated: RecentlyCreated;
  readonly recentWrites: RecentWrites;
}

/** The requested devices, or errors, by name. A device that is missing here does not exist. */
type Findings = Map<string, Device | GraphQLError>;

/**
 * Returns the loader of one request's devices. It batches them: one search per organization, kind of key and page.
 *
 * If EnOS gives no answer, only the devices of that page are errors.
 */
export function createDeviceLoader(source: DeviceSource, deadline: Deadline): DeviceLoader {
  return new DataLoader<DeviceReference, Device | null, string>(
    async (references) => {
      const findings: Findings = new Map();
      await Promise.all(toPages(references).map((page) => loadPage(source, deadline, page, findings)));
      return references.map((reference) => findings.get(nameOf(reference)) ?? null);
    },
    { cacheKeyFn: nameOf },
  );
}

function toPages(references: readonly DeviceReference[]): DeviceReference[][] {
  const searches = Map.groupBy(
    references.filter(canExist),
    (reference) => `${"assetId" in reference ? "asset" : "key"} ${reference.orgId}`,
  );
  return [...searches.values()].flatMap((search) =>
    Array.from({ length: Math.ceil(search.length / PAGE_SIZE) }, (_, page) =>
      search.slice(page * PAGE_SIZE, (page + 1) * PAGE_SIZE),
    ),
  );
}

async function loadPage(
  source: DeviceSource,
  deadline: Deadline,
  page: readonly DeviceReference[],
  findings: Findings,
): Promise<void> {
  const { enos, recentWrites } = source;
  try {
    const orgId = page[0]?.orgId ?? "";
    const applyWrites = recentWrites.startRead();
    for (const stored of await findDevices(enos, deadline, orgId, page)) {
      const current = applyWrites({ orgId, assetId: stored.assetId }, stored);
      // The device was deleted meanwhile.
      if (!current) continue;
      if (current.productKey === undefined) {
        // The device exists, so it must not be reported as missing.
        findings.set(nameOf({ orgId, assetId: stored.assetId }), unavailableRead(unreadable()));
        continue;
      }
      const device = toDevice(current, orgId, current.productKey);
      for (const reference of referencesTo(device)) findings.set(nameOf(reference), device);
    }
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    for (const reference of page) findings.set(nameOf(reference), error);
  }
  const missed = page.filter((reference) => !findings.has(nameOf(reference)));
  const lanes = bulkhead(MAX_CONCURRENT_READS, missed.length);
  await Promise.all(
    missed.map((reference) =>
      lanes.execute(() => loadRecentlyCreated(source, deadline, reference, findings)),
    ),
  );
}

/** Reads devices that this process created a moment ago by name, because searches may not show them yet. */
async function loadRecentlyCreated(
  source: DeviceSource,
  deadline: Deadline,
  reference: DeviceReference,
  findings: Findings,
): Promise<void> {
  const { enos, clock, recentlyCreated, recentWrites } = source;
  const limitMs = recentlyCreated.unreadableForMs(reference);
  if (limitMs === 0) return;
  const { orgId, ...identity } = reference;
  const search = { orgId, identity, deadline, limitMs, recentWrites };
  const stored = await readBackDevice(enos, clock, search).catch((error: unknown) => {
    if (error instanceof GraphQLError) return error;
    throw error;
  });
  if (typeof stored === "string" || stored instanceof GraphQLError) {
    findings.set(nameOf(reference), typeof stored === "string" ? notYetReadable() : stored);
    return;
  }
  // EnOS may leave out a product key that the reference already has.
  const productKey = stored.productKey ?? ("productKey" in reference ? reference.productKey : undefined);
  findings.set(nameOf(reference), productKey ? toDevice(stored, orgId, productKey) : notYetReadable());
}
