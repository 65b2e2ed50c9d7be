import { GraphQLError } from "graphql";

import type { Caller } from "../../graphql/caller.js";
import type { Device } from "../device.js";
import { type DeviceReference, referencesTo } from "../deviceReference.js";
import { deniedToCaller } from "../enosCodes.js";
import type { DeviceLoader } from "./deviceLoader.js";
import type { RecentlyCreated } from "./recentlyCreated.js";

/** The devices that one request reads, on behalf of its caller. There is no way around the check of who asks. */
export class DeviceReader {
  #loader: DeviceLoader | undefined;
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
    this.caller.require("device:read");
    if (!this.caller.mayActFor(reference.orgId)) {
      throw new GraphQLError(deniedToCaller(reference.orgId), { extensions: { code: "FORBIDDEN" } });
    }
    return this.#load(reference);
  }

  /** Takes note of a device that was just created, which EnOS's reads do not see yet. */
  prime(device: Device): void {
    this.#created.push(device);
    this.fresh.remember(device);
  }

  /** Most requests that create read nothing: they need no loader. */
  #load(reference: DeviceReference): Promise<Device | null> {
    const loader = (this.#loader ??= this.createLoader());
    for (const device of this.#created.splice(0))
      for (const known of referencesTo(device)) loader.clear(known).prime(known, device);
    return loader.load(reference);
  }
}
