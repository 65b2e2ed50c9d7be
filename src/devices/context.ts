import type { Patience } from "../enos/patience.js";
import type { Caller } from "../graphql/caller.js";
import type { DeviceReads } from "./deviceReads.js";

/** What every resolver of a device operation knows of the request it answers. */
export interface DevicesContext {
  readonly caller: Caller;
  readonly patience: Patience;
  readonly devices: DeviceReads;
}
