/** Says whether an organization may ask for one more device just now. */
export interface CreateRateLimit {
  /** Gives how long to wait first, in milliseconds; undefined when there is nothing to wait for. Never rejects. */
  waitFor(orgId: string): Promise<number | undefined>;
}

export const unlimited: CreateRateLimit = { waitFor: () => Promise.resolve(undefined) };
