import { bulkhead } from "cockatiel";
import DataLoader from "dataloader";
import { GraphQLError } from "graphql";

import type { Clock } from "../enos/clock.js";
import type { Enos } from "../enos/enos.js";
import type { Patience } from "../enos/patience.js";
import type { Device } from "./device.js";
import { canExist, nameOf, referencesTo, type DeviceReference } from "./deviceReference.js";
import { findStored } from "./findStored.js";
import type { FreshDevices } from "./freshDevices.js";
import { notYetReadable } from "./readErrors.js";
import { PAGE_SIZE, searchDevices } from "./searchDevices.js";
import { toDevice, type StoredDevice } from "./storedDevice.js";

/** How many fresh devices are asked for by name at once; the rest of the way to EnOS stays for other requests. */
const FRESH_AT_ONCE = 16;

export type DeviceLoader = DataLoader<DeviceReference, Device | null, string>;

export interface DeviceSource {
  readonly enos: Enos;
  readonly clock: Clock;
  readonly fresh: FreshDevices;
}

/** What is known of the devices that were asked for, by name. What is missing does not exist. */
type Findings = Map<string, Device | GraphQLError>;

/**
 * Gives the devices of one request, batched: one search per organization, kind of key and page.
 *
 * Where EnOS gives no answer, the devices of that page are errors and all others are not.
 */
export function createDeviceLoader(source: DeviceSource, patience: Patience): DeviceLoader {
  return new DataLoader<DeviceReference, Device | null, string>(
    async (references) => {
      const findings: Findings = new Map();
      await Promise.all(toPages(references).map((page) => loadPage(source, patience, page, findings)));
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
  patience: Patience,
  page: readonly DeviceReference[],
  findings: Findings,
): Promise<void> {
  try {
    const devices = await searchDevices(source.enos, patience, page[0]?.orgId ?? "", page);
    for (const device of devices) {
      for (const reference of referencesTo(device)) findings.set(nameOf(reference), device);
    }
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    for (const reference of page) findings.set(nameOf(reference), error);
  }
  const missed = page.filter((reference) => !findings.has(nameOf(reference)));
  const lanes = bulkhead(FRESH_AT_ONCE, missed.length);
  await Promise.all(
    missed.map((reference) => lanes.execute(() => loadFresh(source, patience, reference, findings))),
  );
}

/** A device that was created here a moment ago exists, whatever a search says: it is asked for by name. */
async function loadFresh(
  { enos, clock, fresh }: DeviceSource,
  patience: Patience,
  reference: DeviceReference,
  findings: Findings,
): Promise<void> {
  const limitMs = fresh.freshForMs(reference);
  if (limitMs === 0) return;
  const { orgId, ...identity } = reference;
  const stored = await findStored(enos, clock, { orgId, identity, patience, limitMs });
  findings.set(nameOf(reference), typeof stored === "string" ? notYetReadable() : named(stored, reference));
}

/** EnOS may leave out a product key that the reference already has. */
function named(stored: StoredDevice, reference: DeviceReference): Device | GraphQLError {
  const productKey = stored.productKey ?? ("productKey" in reference ? reference.productKey : undefined);
  return productKey ? toDevice(stored, reference.orgId, productKey) : notYetReadable();
}
