/** One call that EnOS received, as the sandbox wrote it down. */
export interface Call {
  /** When it came. Unix milliseconds. */
  readonly at: number;
  readonly operation: "token" | "create" | "get" | "search" | "other";
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

/** A fault to come, in the words of the sandbox's admin call. */
export interface Fault {
  readonly on?: "create" | "get" | "search" | "token";
  readonly times?: number;
  readonly probability?: number;
  readonly fault: { readonly kind: string; readonly [detail: string]: unknown };
}

/** The sandbox's admin calls. */
export class SandboxAdmin {
  constructor(private readonly url: string) {}

  async addFaults(...faults: Fault[]): Promise<void> {
    await this.#send("POST", "faults", { faults });
  }

  async settings(settings: Readonly<Record<string, unknown>>): Promise<void> {
    await this.#send("POST", "settings", settings);
  }

  async calls(operation?: Call["operation"]): Promise<Call[]> {
    const { calls } = (await this.#send("GET", "calls")) as { calls: Call[] };
    return operation === undefined ? calls : calls.filter((call) => call.operation === operation);
  }

  async devices(): Promise<DeviceRecord[]> {
    return ((await this.#send("GET", "devices")) as { devices: DeviceRecord[] }).devices;
  }

  /** Forgets devices, faults and calls. */
  async reset(): Promise<void> {
    for (const what of ["devices", "faults", "calls"]) await this.#send("DELETE", what);
  }

  async #send(method: string, what: string, body?: object): Promise<unknown> {
    const response = await fetch(`${this.url}/sandbox/${what}`, {
      method,
      ...(body && { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`sandbox: ${await response.text()}`);
    return response.json();
  }
}
