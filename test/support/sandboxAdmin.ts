import type { QueuedFault } from "../../src/sandbox/faults/fault.js";
import type { Operation } from "../../src/sandbox/http/call.js";
import type { Settings } from "../../src/sandbox/settings.js";

/** A call that EnOS received, as the sandbox logged it. */
export interface Call {
  /** When it came. Unix milliseconds. */
  readonly at: number;
  readonly operation: Operation;
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly signatureValid: boolean | null;
}

/** A device as the sandbox stores it. */
export interface DeviceRecord {
  readonly orgId: string;
  readonly assetId: string;
  readonly productKey: string;
  readonly deviceKey: string;
  readonly deviceSecret: string;
  readonly [field: string]: unknown;
}

/** A fault to come. The fault itself is loosely typed, so that tables and generators need no casts. */
export type Fault = Omit<QueuedFault, "fault"> & {
  readonly fault: { readonly kind: string; readonly [detail: string]: unknown };
};

/** A device to add: what is absent gets a default. */
export interface DeviceToAdd {
  readonly orgId: string;
  readonly productKey: string;
  readonly [field: string]: unknown;
}

/** A client of the sandbox's admin API. */
export class SandboxAdmin {
  constructor(private readonly url: string) {}

  async addFaults(...faults: Fault[]): Promise<void> {
    await this.#send("POST", "faults", { faults });
  }

  async settings(settings: Partial<Settings>): Promise<void> {
    await this.#send("POST", "settings", settings);
  }

  async calls(operation?: Call["operation"]): Promise<Call[]> {
    const { calls } = (await this.#send("GET", "calls")) as { calls: Call[] };
    return operation === undefined ? calls : calls.filter((call) => call.operation === operation);
  }

  async devices(): Promise<DeviceRecord[]> {
    return ((await this.#send("GET", "devices")) as { devices: DeviceRecord[] }).devices;
  }

  /** Adds devices that reads show at once, and returns them. */
  async addDevices(...devices: DeviceToAdd[]): Promise<DeviceRecord[]> {
    return ((await this.#send("POST", "devices", { devices })) as { devices: DeviceRecord[] }).devices;
  }

  /** Changes a stored device as EnOS's console or the device itself would; reads show it at once. */
  async changeDevice(orgId: string, assetId: string, change: Readonly<Record<string, unknown>>) {
    await this.#send("PATCH", "devices", { devices: [{ orgId, assetId, ...change }] });
  }

  /** Ends all faults; what exists stays. */
  async clearFaults(): Promise<void> {
    await this.#send("DELETE", "faults");
  }

  /** Forgets the calls so far. */
  async clearCalls(): Promise<void> {
    await this.#send("DELETE", "calls");
  }

  /** Forgets devices, faults and calls. */
  async reset(): Promise<void> {
    for (const what of ["devices", "faults", "calls"]) await this.#send("DELETE", what);
  }

  async #send(method: string, what: string, body?: object): Promise<unknown> {
    const response = await fetch(`${this.url}/sandbox/${what}`, {
      method,
      headers: { "content-type": "application/json" },
      ...(body && { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`sandbox: ${await response.text()}`);
    return response.json();
  }
}
