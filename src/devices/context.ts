import type { Deadline } from "../runtime/deadline.js";
import type { Caller } from "../graphql/caller.js";
import type { DeviceReader } from "./readDevice/deviceReader.js";
import type { ThingModelLoader } from "./thingModel/thingModelReader.js";

/** The context of a request, for every resolver of devices. */
export interface DevicesContext {
  readonly caller: Caller;
  readonly deadline: Deadline;
  readonly devices: DeviceReader;
  /** Returns the request's loader of thing models; most requests need none. */
  readonly thingModels: () => ThingModelLoader;
}
