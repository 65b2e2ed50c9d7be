import { GraphQLError } from "graphql";

import type { Caller } from "../../graphql/caller.js";
import type { Enos } from "../../enos/enos.js";
import type { Deadline } from "../../runtime/deadline.js";
import type { Device } from "../device.js";
import { type AssetReference, type DeviceReference, referencesTo } from "../deviceReference.js";
import type { DeviceActivity } from "../deviceStatus.js";
import { deniedToCaller } from "../enosCodes.js";
import type { ApplyWrites, WrittenFields } from "../recentWrites.js";
import { BoundedEnos } from "../boundedEnos.js";
import { type DeviceLoader, type DeviceSource, createDeviceLoader } from "./deviceLoader.js";
import { changeNotYetReadable, notFoundAfterWrite } from "./readErrors.js";
import { toWrittenDevice } from "./writtenDevice.js";

/** The first pause before a device that EnOS does not show as written is read again. Milliseconds. */
const FIRST_PAUSE_MS = 250;

export interface ReaderSource extends DeviceSource {
  /** How long the answer to an operation may be. */
  readonly maxAnswerBytes: number;
}

/** The devices that one request reads on behalf of its caller. All methods that return stored fields check the caller. */
export class DeviceReader {
  #loader: DeviceLoader | undefined;
  #storedLoader: DeviceLoader | undefined;
  #boundedEnos: BoundedEnos | undefined;
  readonly #created: Device[] = [];
  #pausing: Promise<void> | undefined;

  constructor(
    private readonly caller: Caller,
    private readonly source: ReaderSource,
    private readonly deadline: Deadline,
  ) {}

  /** Returns whether the caller may read this organization's devices. */
  mayRead(orgId: string): boolean {
    return this.caller.has("device:read") && this.caller.mayActFor(orgId);
  }

  /** @throws GraphQLError FORBIDDEN when the caller may not read this organization's devices. */
  requireRead(orgId: string): void {
    this.caller.require("device:read");
    if (this.caller.mayActFor(orgId)) return;
    throw new GraphQLError(deniedToCaller(orgId), { extensions: { code: "FORBIDDEN" } });
  }

  /**
   * Returns the device, or null when the organization does not have it.
   *
   * @throws GraphQLError FORBIDDEN when the caller may not read there, whether or not the device exists;
   *   ENOS_UNAVAILABLE or ENOS_REFUSED when EnOS does not return it.
   */
  async find(reference: DeviceReference): Promise<Device | null> {
    this.requireRead(reference.orgId);
    return this.#load(reference, this.boundedEnos);
  }

  /**
   * Returns what a mutation says of a device, as `find` does; no answer is too large to be read.
   *
   * @throws GraphQLError as `find` does.
   */
  async findHolder(reference: DeviceReference): Promise<Device | null> {
    this.requireRead(reference.orgId);
    return this.#load(reference, this.source.enos);
  }

  /**
   * Returns status and times of a device whose other fields are known, such as a new device; undefined when
   * the device does not exist.
   *
   * @throws GraphQLError as `find` does.
   */
  async findActivity({ orgId, assetId }: AssetReference): Promise<DeviceActivity | undefined> {
    this.requireRead(orgId);
    const stored = await this.#stored.load({ orgId, assetId });
    return stored?.activity;
  }

  /**
   * Returns a device after a write that EnOS confirmed: composed of the written fields if the operation selects
   * no others, else read.
   *
   * @param fields fields of `Device` that the operation selects.
   * @throws GraphQLError as `find` does, and ENOS_UNAVAILABLE when EnOS does not show the device as written in time, or
   *   shows none though its reads have caught up.
   */
  async findWritten(
    { orgId, assetId }: AssetReference,
    written: WrittenFields,
    fields: ReadonlySet<string>,
  ): Promise<Device> {
    const reference = { orgId, assetId };
    const known = toWrittenDevice(reference, written, fields);
    if (known) return known;
    this.requireRead(orgId);
    for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs *= 2) {
      const staleMs = this.source.recentWrites.staleForMs(reference);
      const device = await this.#stored.clear(reference).load(reference);
      // A read that still shows an enabled device as disabled leaves its status open.
      const isOld = written.status === null && device?.activity?.status == null;
      if (device && !(isOld && fields.has("status"))) return device;
      if (staleMs === 0 && device) return device;
      // Another replica can have created it a moment ago.
      if (staleMs === 0) throw notFoundAfterWrite();
      const waitMs = Math.min(pauseMs, staleMs);
      if (!this.deadline.leaves(waitMs)) throw changeNotYetReadable();
      await this.#pause(waitMs);
    }
  }

  /** Returns the function for devices that are read in another way, which shows them as this reader does. Call it when the read begins. */
  startRead(): ApplyWrites {
    return this.source.recentWrites.startRead();
  }

  /** Remembers a device that was just created, which EnOS's reads may not show yet. */
  prime(device: Device): void {
    this.#created.push(device);
    this.source.recentlyCreated.remember(device);
  }

  /** Forgets a device that EnOS no longer has: it no longer counts as new, and reads that still show it are not believed. */
  forget(device: AssetReference): void {
    this.source.recentlyCreated.forget(device);
    this.source.recentWrites.rememberDeletion(device);
  }

  /** Returns EnOS for the reads of a query, which aliases can repeat. Creates it at the first read. */
  get boundedEnos(): Enos {
    return (this.#boundedEnos ??= new BoundedEnos(this.source.enos, this.source.maxAnswerBytes));
  }

  /**
   * Creates the loader at the first read: most requests that create devices read none.
   *
   * @param enos the same for all devices of an operation, which is either a query or a mutation.
   */
  #load(reference: DeviceReference, enos: Enos): Promise<Device | null> {
    const loader = (this.#loader ??= createDeviceLoader({ ...this.source, enos }, this.deadline));
    for (const device of this.#created.splice(0))
      for (const known of referencesTo(device)) loader.clear(known).prime(known, device);
    return loader.load(reference);
  }

  /** All waiting reads continue at the same moment, so that one search finds the devices of a list. */
  #pause(ms: number): Promise<void> {
    return (this.#pausing ??= this.source.clock.sleep(ms, this.deadline.signal).finally(() => {
      this.#pausing = undefined;
    }));
  }

  /** The loader of stored devices, without recent writes. */
  get #stored(): DeviceLoader {
    return (this.#storedLoader ??= createDeviceLoader(this.source, this.deadline));
  }
}
