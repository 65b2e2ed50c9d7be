// First of all: type-graphql's decorators need it while the classes below are being defined.
import "reflect-metadata";

import type { Clock } from "../enos/clock.js";
import type { Enos } from "../enos/enos.js";
import type { Patience } from "../enos/patience.js";
import type { Caller } from "../graphql/caller.js";
import type { SubgraphModule } from "../graphql/subgraph.js";
import type { DevicesContext } from "./context.js";
import { CreateDevice } from "./createDevice/createDevice.js";
import { CreateDeviceResolver } from "./createDevice/createDeviceResolver.js";
import { CreateDevicesResolver } from "./createDevices/createDevicesResolver.js";
import { unlimited, type CreationLimit } from "./creationLimit.js";
import { Device } from "./device.js";
import { DeviceResolver } from "./device/deviceResolver.js";
import { resolveDevice } from "./device/resolveDevice.js";
import { createDeviceLoader } from "./deviceLoader.js";
import { DeviceReads } from "./deviceReads.js";
import { FreshDevices } from "./freshDevices.js";
import { silent, type DevicesObserver } from "./observer.js";

/** The federation directives that the types of this folder use. */
const IMPORTS = ["@cost", "@key", "@listSize", "@tag"];

export interface DevicesModule extends SubgraphModule {
  /** Gives what the resolvers of one request share. */
  readonly toContext: (caller: Caller, patience: Patience) => DevicesContext;
}

/** Gives the devices' part of the graph, resolved by the given EnOS. */
export function devices(
  enos: Enos,
  clock: Clock,
  observer: DevicesObserver = silent,
  limit: CreationLimit = unlimited,
): DevicesModule {
  const createDevice = new CreateDevice(enos, clock, observer, limit);
  const fresh = new FreshDevices(clock);
  return {
    imports: IMPORTS,
    resolvers: [
      new CreateDeviceResolver(createDevice),
      new CreateDevicesResolver(createDevice),
      new DeviceResolver(),
    ],
    entities: [Device],
    references: { Device: resolveDevice },
    toContext: (caller, patience) => {
      const createLoader = () => createDeviceLoader({ enos, clock, fresh }, patience);
      return { caller, patience, devices: new DeviceReads(caller, createLoader, fresh) };
    },
  };
}
