import { print, type GraphQLFormattedError, type TypedQueryDocumentNode } from "graphql";
import pino, { type Logger } from "pino";

import { startApp, type App } from "../../src/app.js";
import { readConfig } from "../../src/config/config.js";
import type { EnosOptions } from "../../src/enos/createEnosClient.js";
import { startSandbox, type Sandbox } from "../../src/sandbox/sandbox.js";
import type { SandboxOptions } from "../../src/sandbox/state.js";
import { Secret } from "../../src/runtime/secret.js";
import { SandboxAdmin } from "./sandboxAdmin.js";

export interface Answer<Data> {
  readonly status: number;
  readonly headers: Headers;
  readonly data?: Data | null;
  readonly errors?: readonly GraphQLFormattedError[];
  readonly extensions?: Readonly<Record<string, unknown>>;
}

export interface SubgraphOptions {
  /** Environment variables beside the ports, which are any free ones. */
  readonly env?: Readonly<Record<string, string>>;
  readonly sandbox?: SandboxOptions;
  /** A subgraph whose EnOS this one is to have, too, instead of a sandbox of its own. */
  readonly replicaOf?: SubgraphUnderTest;
  readonly enos?: Partial<EnosOptions>;
  /** Silent unless given. */
  readonly logger?: Logger;
  readonly playgroundFolder?: string;
  /** True unless given. */
  readonly waitUntilReady?: boolean;
}

/** All suites have to pass without the operation cache, too: OPERATION_CACHE=off npx jest. */
const CACHE = process.env.OPERATION_CACHE === "off" ? { OPERATION_CACHE: "off" } : {};

const open: { close(): Promise<void> }[] = [];

/** Closes what `startSubgraph` started. Call it in `afterEach` or `afterAll`. */
export async function closeAll(): Promise<void> {
  while (open.length > 0) await open.pop()?.close();
}

/** The subgraph over HTTP, with a sandbox EnOS of its own behind it. */
export class SubgraphUnderTest {
  constructor(
    readonly app: App,
    readonly sandbox: Sandbox,
    readonly enos: SandboxAdmin,
  ) {}

  /** Sends an operation as any client would. */
  ask<Data, Variables>(
    document: TypedQueryDocumentNode<Data, Variables>,
    variables: Variables,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer<Data>> {
    return this.askText<Data>(print(document), variables, headers);
  }

  async askText<Data = Record<string, unknown>>(
    query: string,
    variables: unknown = {},
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer<Data>> {
    const response = await fetch(this.app.url, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify({ query, variables }),
    });
    const body = (await response.json()) as Pick<Answer<Data>, "data" | "errors" | "extensions">;
    return { ...body, status: response.status, headers: response.headers };
  }
}

/** Starts a sandbox EnOS and the subgraph before it, both on free ports. */
export async function startSubgraph(options: SubgraphOptions = {}): Promise<SubgraphUnderTest> {
  const sandbox = options.replicaOf?.sandbox ?? (await startSandbox({ readLagMs: 0, ...options.sandbox }));
  if (!options.replicaOf) open.push(sandbox);
  const config = readConfig({ PORT: "0", ADMIN_PORT: "0", DRAIN_DELAY_MS: "0", ...CACHE, ...options.env });
  const credentials = { url: sandbox.url, appKey: sandbox.appKey, appSecret: new Secret(sandbox.appSecret) };
  const { logger = pino({ level: "silent" }), playgroundFolder } = options;
  const app = await startApp({
    config,
    // A busy machine is no reason to shed load, unless a test says so.
    enos: { ...credentials, overloaded: () => false, ...options.enos },
    logger,
    ...(playgroundFolder !== undefined && { playgroundFolder }),
  });
  open.push(app);
  const admin = new SandboxAdmin(sandbox.url);
  if (options.waitUntilReady !== false) await app.whenReady;
  // Calls at start are not part of the test.
  if (config.production) await admin.clearCalls();
  return new SubgraphUnderTest(app, sandbox, admin);
}
