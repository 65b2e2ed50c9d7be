/** Devices of one request that are written at once; the rest of EnOS's bulkhead stays for other requests. */
export const MAX_CONCURRENT_WRITES = 32;

/** Number of requested writes that may start. */
export interface WriteGrant {
  /** From 0 to the requested number. */
  readonly granted: number;
  /** When the others may be tried again. Milliseconds; 0 when all were granted. */
  readonly retryAfterMs: number;
}

/**
 * Limits how many devices of one organization are written in a minute: created, updated, deleted, enabled or
 * disabled. Each device counts as one write.
 */
export interface WriteRateLimit {
  /** Takes `count` writes, or as many as are left. Never rejects. */
  take(orgId: string, count: number): Promise<WriteGrant>;
  /** Gives writes back that changed nothing, such as a create that was replayed. */
  giveBack(orgId: string, count: number): void;
}

/** Lets every write pass. */
export const unlimited: WriteRateLimit = {
  take: (_orgId, count) => Promise.resolve({ granted: count, retryAfterMs: 0 }),
  giveBack: () => undefined,
};

/**
 * Takes one write for each device of a list, before any of them starts.
 *
 * @param orgIds the organization of each device, in the list's order
 * @returns for each device undefined when it may be written, or after how many milliseconds to try again
 */
export async function takeForList(
  limit: WriteRateLimit,
  orgIds: readonly string[],
): Promise<readonly (number | undefined)[]> {
  // None of the list waits.
  if (limit === unlimited) return [];
  const waits = Array<number | undefined>(orgIds.length).fill(undefined);
  const places = Map.groupBy(orgIds.keys(), (index) => orgIds[index] ?? "");
  const takeFor = async ([orgId, indexes]: [string, number[]]) => {
    const { granted, retryAfterMs } = await limit.take(orgId, indexes.length);
    for (const index of indexes.slice(granted)) waits[index] = retryAfterMs;
  };
  await Promise.all([...places].map(takeFor));
  return waits;
}
