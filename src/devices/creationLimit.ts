/** Says whether an organization may ask for one more device just now. */
export interface CreationLimit {
  /** Gives how long to wait first, in milliseconds; undefined when there is nothing to wait for. Never rejects. */
  waitFor(orgId: string): Promise<number | undefined>;
}

export const unlimited: CreationLimit = { waitFor: () => Promise.resolve(undefined) };
