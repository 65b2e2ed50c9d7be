import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";

import { z } from "zod";

import type { Device } from "./devices/device.js";
import { parseJson } from "./http/json.js";
import type { DeviceStores } from "./state.js";

/** Largest number of devices in the file; the newest are kept. */
const MAX_DEVICES = 20_000;
/** Time from a change until it is written. Several changes in that time are written together. */
const DELAY_MS = 100;

/** The fields without which a device cannot be stored. The others are the sandbox's own and stay as they are. */
const fileSchema = z.object({
  version: z.literal(1),
  devices: z.array(
    z.looseObject({
      orgId: z.string(),
      assetId: z.string(),
      productKey: z.string(),
      deviceKey: z.string(),
      createTime: z.number(),
    }),
  ),
});

/** Thrown when the state file cannot be used. */
export class StateFileError extends Error {
  override readonly name = "StateFileError";
}

/** A file that keeps the devices when the sandbox stops. It holds their secrets, so only its owner can read it. */
export class StateFile {
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly path: string,
    private readonly devices: DeviceStores,
  ) {}

  /**
   * Reads the file's devices, and writes every change from now on.
   *
   * @returns whether the file was there.
   * @throws StateFileError when it is not a state file, or cannot be written.
   */
  load(): boolean {
    const exists = existsSync(this.path);
    if (exists) {
      const { data } = fileSchema.safeParse(parseJson(readFileSync(this.path)));
      if (!data)
        throw new StateFileError(`${this.path} is no state file of the sandbox. Delete or rename it.`);
      for (const device of data.devices) {
        this.devices.of(device.orgId).put(device as unknown as Device, -Infinity);
      }
    }
    this.devices.onChange = () => {
      this.#timer ??= setTimeout(() => {
        this.#saveLater();
      }, DELAY_MS);
    };
    try {
      this.save();
    } catch (error) {
      throw new StateFileError(`${this.path} cannot be written: ${String(error)}`);
    }
    return exists;
  }

  /** Writes the devices now. The file is replaced as a whole, so that a reader never gets a part of it. */
  save(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const devices = this.devices
      .all()
      .flatMap((store) => store.all())
      .sort((one, other) => one.createTime - other.createTime)
      .slice(-MAX_DEVICES);
    const temporary = `${this.path}.${process.pid}`;
    writeFileSync(temporary, JSON.stringify({ version: 1, devices }), { mode: 0o600 });
    renameSync(temporary, this.path);
  }

  /** Writes the devices and only warns if that fails: a full disk must not end the sandbox. */
  #saveLater(): void {
    try {
      this.save();
    } catch (error) {
      process.emitWarning(`The sandbox's devices were not saved: ${String(error)}`);
    }
  }
}
