// First of all: type-graphql's decorators need it while the classes below are being defined.
import "reflect-metadata";

import type { Clock } from "../enos/clock.js";
import type { Enos } from "../enos/enos.js";
import type { SubgraphModule } from "../graphql/subgraph.js";
import { CreateDevice } from "./createDevice/createDevice.js";
import { CreateDeviceResolver } from "./createDevice/createDeviceResolver.js";
import { unlimited, type CreationLimit } from "./creationLimit.js";
import { Device } from "./device.js";
import { silent, type DevicesObserver } from "./observer.js";

/** The federation directives that the types of this folder use. */
const IMPORTS = ["@cost", "@key", "@listSize", "@tag"];

/** Gives the devices' part of the graph, resolved by the given EnOS. */
export function devices(
  enos: Enos,
  clock: Clock,
  observer: DevicesObserver = silent,
  limit: CreationLimit = unlimited,
): SubgraphModule {
  const createDevice = new CreateDevice(enos, clock, observer, limit);
  return {
    imports: IMPORTS,
    resolvers: [new CreateDeviceResolver(createDevice)],
    entities: [Device],
    references: {},
  };
}
