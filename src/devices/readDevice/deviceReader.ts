import { GraphQLError } from "graphql";

import type { Caller } from "../../graphql/caller.js";
import type { Device } from "../device.js";
import { type AssetReference, type DeviceReference, referencesTo } from "../deviceReference.js";
import { deniedToCaller } from "../enosCodes.js";
import type { DeviceActivity } from "../deviceStatus.js";
import type { DeviceLoader } from "./deviceLoader.js";
import type { RecentlyCreated } from "./recentlyCreated.js";

/** The devices that one request reads, on behalf of its caller. There is no way around the check of who asks. */
export class DeviceReader {
  #loader: DeviceLoader | undefined;
  #activityLoader: DeviceLoader | undefined;
  readonly #created: Device[] = [];

  constructor(
    private readonly caller: Caller,
    private readonly createLoader: () => DeviceLoader,
    private readonly fresh: RecentlyCreated,
  ) {}

  /** Whether the caller may read this organization's devices. */
  mayRead(orgId: string): boolean {
    return this.caller.has("device:read") && this.caller.mayActFor(orgId);
  }

  /**
   * Gives the device, or null when the organization has none of that name.
   *
   * @throws GraphQLError FORBIDDEN when the caller may not read there, whether or not the device exists;
   *   ENOS_UNAVAILABLE or ENOS_REFUSED when EnOS does not tell.
   */
  async find(reference: DeviceReference): Promise<Device | null> {
    this.#authorize(reference.orgId);
    return this.#load(reference);
  }

  /**
   * Returns status and times of a device whose other fields are known; undefined when EnOS does not show it.
   *
   * @throws GraphQLError as `find`.
   */
  async findActivity({ orgId, assetId }: AssetReference): Promise<DeviceActivity | undefined> {
    this.#authorize(orgId);
    // Not the other loader: what it was primed with has no status.
    this.#activityLoader ??= this.createLoader();
    return (await this.#activityLoader.load({ orgId, assetId }))?.activity;
  }

  /** Takes note of a device that was just created, which EnOS's reads do not see yet. */
  prime(device: Device): void {
    this.#created.push(device);
    this.fresh.remember(device);
  }

  #authorize(orgId: string): void {
    this.caller.require("device:read");
    if (this.caller.mayActFor(orgId)) return;
    throw new GraphQLError(deniedToCaller(orgId), { extensions: { code: "FORBIDDEN" } });
  }

  /** Most requests that create read nothing: they need no loader. */
  #load(reference: DeviceReference): Promise<Device | null> {
    const loader = (this.#loader ??= this.createLoader());
    for (const device of this.#created.splice(0))
      for (const known of referencesTo(device)) loader.clear(known).prime(known, device);
    return loader.load(reference);
  }
}
