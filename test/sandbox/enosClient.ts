import { createHash } from "node:crypto";
import type { SandboxOptions } from "../../src/sandbox/state.js";
import { type Sandbox, startSandbox } from "../../src/sandbox/sandbox.js";

/** The parts of EnOS's responses that tests look at. */
export interface Reply {
  readonly code?: number;
  readonly status?: number;
  readonly msg?: string;
  readonly requestId?: string;
  readonly data: Record<string, unknown>;
  readonly pagination?: unknown;
}

const open: Sandbox[] = [];
let ticks = 0;

/** Starts a sandbox without a read lag and returns a client of it. */
export async function startEnos(options: SandboxOptions = {}): Promise<EnosClient> {
  const sandbox = await startSandbox({ readLagMs: 0, ...options });
  open.push(sandbox);
  return new EnosClient(sandbox);
}

/** Stops every sandbox that was started. */
export async function stopAll(): Promise<void> {
  await Promise.all(open.splice(0).map((sandbox) => sandbox.close()));
}

/** A client of EnOS that signs its calls as the manual describes. It shares no code with the sandbox. */
export class EnosClient {
  #accessToken: string | undefined;

  constructor(readonly sandbox: Sandbox) {}

  /** Sends an unsigned request. */
  send(method: string, path: string, body?: string, headers: Record<string, string> = {}): Promise<Response> {
    return fetch(this.sandbox.url + path, { method, headers, ...(body !== undefined && { body }) });
  }

  /** Returns the response to a call of the admin API. */
  async admin<T = unknown>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await this.send(
      method,
      `/sandbox/${path}`,
      body === undefined ? body : JSON.stringify(body),
      { "content-type": "application/json" },
    );
    return (await response.json()) as T;
  }

  /** Sends a token request, by default with a valid encryption that was not used before. */
  async askToken(action: "get" | "refresh", change: Record<string, unknown> = {}): Promise<Reply> {
    const { appKey, appSecret } = this.sandbox;
    ticks += 1;
    const timestamp = String(Date.now() + ticks);
    const body = { appKey, timestamp, encryption: sha256(appKey + timestamp + appSecret), ...change };
    const response = await this.send(
      "POST",
      `/apim-token-service/v2.0/token/${action}`,
      JSON.stringify(body),
    );
    return (await response.json()) as Reply;
  }

  /** Returns the token of this client, fetched once. */
  async accessToken(): Promise<string> {
    this.#accessToken ??= (await this.askToken("get")).data.accessToken as string;
    return this.#accessToken;
  }

  /** Sends a signed call, by default to the devices resource. */
  async call(
    method: string,
    query: Record<string, string>,
    body?: string,
    path = "/connect-service/v2.1/devices",
  ): Promise<Response> {
    const accessToken = await this.accessToken();
    const timestamp = String(Date.now());
    const params = Object.keys(query)
      .sort()
      .map((name) => name + (query[name] ?? ""))
      .join("");
    return this.send(method, `${path}?${new URLSearchParams(query).toString()}`, body, {
      "apim-accesstoken": accessToken,
      "apim-timestamp": timestamp,
      "apim-signature": sha256(accessToken + params + (body ?? "") + timestamp + this.sandbox.appSecret),
    });
  }

  /** Returns the response to Create Device, by default for a device with nothing optional. */
  async create(change: Record<string, unknown> = {}, orgId = ORG_ID): Promise<Reply> {
    return read(
      await this.call("POST", { action: "create", orgId }, JSON.stringify({ ...DEVICE, ...change })),
    );
  }

  /** Returns the response to Get Device. */
  async get(identity: Record<string, string>): Promise<Reply> {
    return read(await this.call("GET", { action: "get", orgId: ORG_ID, ...identity }));
  }

  /** Returns the response to Search Device. */
  async search(body: unknown): Promise<Reply & { readonly data: readonly Record<string, unknown>[] }> {
    return read(await this.call("POST", { action: "search", orgId: ORG_ID }, JSON.stringify(body)));
  }

  /** Injects a fault into the next call. */
  injectNext(fault: unknown): Promise<unknown> {
    return this.admin("POST", "faults", { faults: [{ fault }] });
  }
}

/** The organization of the manual's samples. */
export const ORG_ID = "o15475450989191";

/** A body that Create Device accepts. */
export const DEVICE = { productKey: "Vu82Agp3", timezone: "+08:00", deviceName: { defaultValue: "Device" } };

async function read<T>(response: Response): Promise<T> {
  return (await response.json()) as T;
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
