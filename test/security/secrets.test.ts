import { inspect } from "node:util";

import { createEnosClient } from "../../src/enos/createEnosClient.js";
import { readConfig } from "../../src/config/config.js";
import { Secret } from "../../src/runtime/secret.js";
import {
  CreateDeviceDocument,
  CreateDevicesDocument,
  DeviceByKeyDocument,
  DeviceDocument,
} from "../generated/operations.js";
import { Collector } from "../support/collector.js";
import { INPUT } from "../support/createDevice.js";
import { Issuer, JWT } from "../support/issuer.js";
import { fromRouter, PRODUCTION, ROUTER_SECRET } from "../support/production.js";
import { recordLog } from "../support/recordLog.js";
import type { Fault } from "../support/sandboxAdmin.js";
import { sendRaw, head } from "../support/rawHttp.js";
import { closeAll, startSubgraph, type SubgraphUnderTest } from "../support/subgraph.js";

afterEach(closeAll);

/** A way to authenticate callers, and its secrets, which must not be shown anywhere. */
interface Identity {
  readonly env: Record<string, string>;
  readonly headers: Record<string, string>;
  readonly credential: string;
}

const AUTHENTICATORS: [what: string, toIdentity: () => Promise<Identity>][] = [
  [
    "the router's secret",
    () => {
      const headers = fromRouter({ orgs: "*", scopes: "device:create device:read" });
      return Promise.resolve({ env: PRODUCTION, headers, credential: ROUTER_SECRET });
    },
  ],
  [
    "a bearer's token",
    async () => {
      const issuer = await Issuer.create();
      const credential = await issuer.token({ claims: { orgs: ["*"], scope: "device:create device:read" } });
      const env = { ...JWT, JWT_JWKS_FILE: issuer.jwksFile };
      return { env, headers: { authorization: `Bearer ${credential}` }, credential };
    },
  ],
];

const ENTITIES = `query($representations: [_Any!]!) { _entities(representations: $representations) { ... on Device { assetId deviceName } } }`;

/** Everything that can happen to a call of EnOS. */
const FAULTS: readonly Fault["fault"][] = [
  { kind: "http", status: 500 },
  { kind: "http", status: 401 },
  { kind: "code", code: 99500, msg: "Internal" },
  { kind: "resetAfter" },
  { kind: "html" },
  { kind: "misspelled" },
];

it.each(AUTHENTICATORS)(
  "writes no credential into its log, its answers, its metrics or its traces, whatever it is asked by %s and whatever EnOS does",
  async (_, toIdentity) => {
    const { logger, lines } = recordLog();
    const collector = new Collector();
    const identity = await toIdentity();
    const env = {
      ...identity.env,
      ENOS_DEADLINE_MS: "1000",
      OTEL_EXPORTER_OTLP_ENDPOINT: await collector.listen(),
    };
    const subgraph = await startSubgraph({ env, logger });
    const written: string[] = [];
    const outputs = ["stdout", "stderr"] as const;
    const spies = outputs.map((name) =>
      jest.spyOn(process[name], "write").mockImplementation((text) => written.push(String(text)) > 0),
    );
    const answers = await traffic(subgraph, identity.headers);
    for (const spy of spies) spy.mockRestore();

    const calls = await subgraph.enos.calls();
    const tokens = calls.flatMap(({ headers }) => headers["apim-accesstoken"] ?? []);
    const devices = await subgraph.enos.devices();
    const credentials = [
      identity.credential,
      subgraph.sandbox.appSecret,
      ...tokens,
      ...devices.map(({ deviceSecret }) => deviceSecret),
    ];
    expect(tokens.length).toBeGreaterThan(0);
    expect(devices.length).toBeGreaterThan(0);
    const metrics = await (await fetch(`${subgraph.app.adminUrl}/metrics`)).text();
    // The remaining spans are sent to the collector at the end.
    await closeAll();
    collector.close();
    expect(metrics).toMatch(/^enos_attempts_total\{.*\} [1-9]/m);
    expect(collector.spans.map(({ name }) => name)).toContain("EnOS create");
    const seen = [metrics, ...collector.bodies];
    const told = [...answers, ...lines, ...written, ...seen].join("\n");
    for (const credential of credentials) expect(told).not.toContain(credential);
    // The client's values must not be shown either: they may be secrets.
    expect([...lines, ...seen].join("\n")).not.toContain("sentinel-of-a-client");
  },
);

async function traffic(subgraph: SubgraphUnderTest, identity: Record<string, string>): Promise<string[]> {
  const answers: string[] = [];
  const keep = (answer: { readonly headers: Headers }) => {
    answers.push(JSON.stringify(answer), JSON.stringify([...answer.headers]));
  };
  const ask = async (input: object, headers = identity) => {
    keep(await subgraph.ask(CreateDeviceDocument, { input: input as never }, headers));
  };
  const input = { ...INPUT, deviceDesc: "sentinel-of-a-client" };
  await ask(input);
  await ask({ ...input, idempotencyKey: "once" });
  await ask({ ...input, idempotencyKey: "once" });
  await ask({ ...input, deviceAttributes: { big: 2 ** 60 } });
  await ask({ ...input, orgId: 5, timezone: null });
  await ask(input, {});
  for (const [name, value] of Object.entries(identity))
    await ask(input, { ...identity, [name]: `${value}x` });
  keep(
    await subgraph.ask(
      CreateDevicesDocument,
      { inputs: [input, { ...input, productKey: "none" }] },
      identity,
    ),
  );
  for (const { orgId, assetId, productKey, deviceKey } of await subgraph.enos.devices()) {
    keep(await subgraph.ask(DeviceDocument, { orgId, assetId, locale: "en" }, identity));
    keep(await subgraph.ask(DeviceByKeyDocument, { orgId, productKey, deviceKey }, identity));
    const representations = [{ __typename: "Device", orgId, assetId }];
    const traced = { ...identity, "apollo-federation-include-trace": "ftv1" };
    keep(await subgraph.askText(ENTITIES, { representations }, traced));
  }
  await subgraph.enos.addFaults({ on: "search", times: 1, fault: { kind: "http", status: 500 } });
  keep(await subgraph.ask(DeviceDocument, { orgId: INPUT.orgId, assetId: "NoSuch01" }, identity));
  for (const [index, fault] of FAULTS.entries()) {
    await subgraph.enos.addFaults({ on: "create", times: 1, fault });
    await ask({ ...input, idempotencyKey: `fault-${index}` });
  }
  await subgraph.enos.addFaults({ on: "token", times: 8, fault: { kind: "http", status: 500 } });
  await subgraph.enos.addFaults({ on: "create", times: 1, fault: { kind: "http", status: 401 } });
  await ask({ ...input, idempotencyKey: "without a token" });

  const bodies = [
    "{ sentinel-of-a-client",
    `{"query":"{ a(b: \\"sentinel-of-a-client\\") }"}`,
    "x".repeat(300_000),
  ];
  for (const body of bodies) {
    const response = await fetch(subgraph.app.url, {
      method: "POST",
      headers: { ...identity, "content-type": "application/json" },
      body,
    });
    answers.push(await response.text());
  }
  const lines = [
    ...Object.entries(identity).map(([name, value]) => `${name}: ${value}`),
    "connection: close",
  ];
  answers.push(
    await sendRaw(subgraph.app.url, head("GET /graphql HTTP/1.1", ...lines, "sentinel-of-a-client")),
  );
  answers.push(await sendRaw(subgraph.app.url, head("sentinel-of-a-client", ...lines)));
  return answers;
}

it("keeps a secret out of everything that prints", () => {
  const secret = new Secret("sentinel");
  const holder = {
    secret,
    list: [secret],
    map: new Map([[secret, secret]]),
    error: new Error("x", { cause: secret }),
  };
  const prints = [
    `a text with ${secret as unknown as string}`,
    String(secret),
    JSON.stringify(holder),
    inspect(holder, { depth: 9, showHidden: true, getters: true }),
    JSON.stringify(structuredClone(Object.entries(secret))),
    Object.values(secret).join(),
  ];
  const { logger, lines } = recordLog();
  logger.error({ holder, secret, err: holder.error }, "all of it: %o %j %s", holder, holder, secret);
  expect([...prints, ...lines].join("\n")).not.toContain("sentinel");
  expect(secret.reveal()).toBe("sentinel");
});

it("keeps the configuration and the client of EnOS fit to be printed", async () => {
  const config = readConfig({
    ...PRODUCTION,
    ENOS_APP_SECRET: "sentinel-app",
    ROUTER_SECRET: "sentinel-router-secret",
  });
  if (!config.enos) throw new Error("no EnOS");
  const connection = createEnosClient(config.enos);
  expect(
    inspect([config, connection], { depth: 20, showHidden: true }) + JSON.stringify(config),
  ).not.toContain("sentinel");
  await connection.close();
});

it.each(["deviceSecret", "deviceSecrete", "accessToken", "appSecret", "router-authorization"])(
  "blots out what is logged under the name %s",
  (name) => {
    const { logger, lines } = recordLog();
    logger.info({ [name]: "sentinel", answer: { [name]: "sentinel", assetId: "a1" } });
    expect(lines.join()).not.toContain("sentinel");
    expect(lines.join()).toContain("a1");
  },
);
