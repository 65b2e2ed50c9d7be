// First import: type-graphql's decorators need it while the classes below are being defined.
import "reflect-metadata";

import type { Clock } from "../runtime/clock.js";
import type { Enos } from "../enos/enos.js";
import type { Deadline } from "../runtime/deadline.js";
import type { Caller } from "../graphql/caller.js";
import type { SubgraphModule } from "../graphql/subgraphSchema.js";
import type { DevicesContext } from "./context.js";
import { CheckDevicesResolver } from "./checkDevices/resolver.js";
import { CreateDevice } from "./createDevice/createDevice.js";
import type { DeviceKeys } from "./createDevice/deviceKeys.js";
import { CreateDeviceResolver } from "./createDevice/resolver.js";
import { CreateDevicesResolver } from "./createDevice/resolver.js";
import { unlimited, type WriteRateLimit } from "./writeRateLimit.js";
import { Device, Product } from "./device.js";
import { DeviceResolver } from "./readDevice/resolver.js";
import { resolveDevice, resolveProduct } from "./readDevice/resolver.js";
import { DeleteDevicesResolver } from "./deleteDevices/resolver.js";
import { ListDevicesResolver } from "./listDevices/resolver.js";
import { DeviceReader } from "./readDevice/deviceReader.js";
import { RecentWrites } from "./recentWrites.js";
import { SetDevicesEnabledResolver } from "./setDevicesEnabled/resolver.js";
import { SetDevicesEnabled } from "./setDevicesEnabled/setDevicesEnabled.js";
import { UpdateDeviceResolver } from "./updateDevice/resolver.js";
import { type PatchAttributes, UpdateDevice } from "./updateDevice/updateDevice.js";
import { RecentlyCreated } from "./readDevice/recentlyCreated.js";
import { ThingModelResolver } from "./thingModel/resolver.js";
import { ThingModelReader, type ThingModelLoader } from "./thingModel/thingModelReader.js";
import { noTelemetry, type Telemetry } from "../runtime/telemetry.js";

/** The federation directives that the types of this folder use. */
const IMPORTS = ["@cost", "@key", "@listSize", "@shareable", "@tag"];

export interface DevicesModule extends SubgraphModule {
  /** Returns the context that the resolvers of one request share. */
  readonly toContext: (caller: Caller, deadline: Deadline) => DevicesContext;
}

export interface DevicesOptions {
  readonly enos: Enos;
  readonly clock: Clock;
  readonly telemetry?: Telemetry;
  readonly limit?: WriteRateLimit;
  /** Chooser of the device key when the client sends none. */
  readonly deviceKeys?: DeviceKeys;
  /** Whether EnOS replaces the stored attributes by those of an update, or merges the two. */
  readonly patchAttributes?: PatchAttributes;
  /** For pauses only: keys come from `node:crypto`. */
  readonly random?: () => number;
  /** How long the answer to an operation may be; as long as it likes, unless given. */
  readonly maxAnswerBytes?: number;
}

/** Returns the devices' part of the graph, resolved by the given EnOS. */
export function devices({
  enos,
  clock,
  telemetry = noTelemetry,
  limit = unlimited,
  deviceKeys = "subgraph",
  patchAttributes = "replaces",
  random = Math.random,
  maxAnswerBytes = Infinity,
}: DevicesOptions): DevicesModule {
  const recentWrites = new RecentWrites(clock);
  const createDevice = new CreateDevice({
    ...{ enos, clock, telemetry, limit, deviceKeys, random, recentWrites },
  });
  const recentlyCreated = new RecentlyCreated(clock);
  const models = new ThingModelReader(clock);
  const updateDevice = new UpdateDevice({ enos, clock, limit, recentWrites, patchAttributes });
  const setDevicesEnabled = new SetDevicesEnabled({ enos, clock, recentWrites });
  return {
    imports: IMPORTS,
    resolvers: [
      new CreateDeviceResolver(createDevice),
      new CreateDevicesResolver(createDevice),
      new DeviceResolver(),
      new ThingModelResolver(),
      new CheckDevicesResolver(),
      new ListDevicesResolver(),
      new UpdateDeviceResolver(updateDevice),
      new SetDevicesEnabledResolver(setDevicesEnabled, limit),
      new DeleteDevicesResolver(enos, limit),
    ],
    entities: [Device, Product],
    references: { Device: resolveDevice, Product: resolveProduct },
    toContext: (caller, deadline) => {
      const source = { enos, clock, recentlyCreated, recentWrites, maxAnswerBytes };
      const reader = new DeviceReader(caller, source, deadline);
      let modelLoader: ThingModelLoader | undefined;
      return {
        caller,
        deadline,
        devices: reader,
        thingModels: () => (modelLoader ??= models.createLoader(reader.boundedEnos, deadline)),
      };
    },
  };
}
