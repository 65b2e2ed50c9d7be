import type { NotFound } from "./findStored.js";

/** What devices/ tells whoever keeps the books. */
export interface DevicesObserver {
  /** A device that may have been created was searched for. */
  readBack(result: "found" | NotFound): void;
}

export const silent: DevicesObserver = { readBack: () => undefined };
