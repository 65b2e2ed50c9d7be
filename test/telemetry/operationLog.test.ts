import pino from "pino";

import { CreateDeviceDocument } from "../generated/operations.js";
import { closeAll, startSubgraph } from "../support/subgraph.js";

afterEach(closeAll);

/** Gives a subgraph and the lines of its log. */
async function startLogged() {
  const lines: string[] = [];
  const logger = pino({ level: "debug" }, { write: (line) => lines.push(line) });
  const subgraph = await startSubgraph({ logger, env: { ROUTER_SECRET: "the-routers-own-secret" } });
  const operations = async () => {
    // A line is written at the end of the turn, when the answer is on its way.
    await new Promise(setImmediate);
    return lines
      .map((line) => JSON.parse(line) as Record<string, unknown>)
      .filter(({ msg }) => msg === "operation");
  };
  return { subgraph, lines, operations };
}

const headers = {
  "router-authorization": "the-routers-own-secret",
  "x-caller-orgs": "*",
  "x-caller-scopes": "device:create device:secret",
};

const input = {
  orgId: "o15475450989191",
  productKey: "Vu82Agp3",
  timezone: "+08:00",
  deviceName: { defaultValue: "A name nobody logs" },
};

describe("the log", () => {
  it("has one line for an operation: whose trace, what came of it, which request of EnOS, how long", async () => {
    const { subgraph, operations } = await startLogged();
    const traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    const { data } = await subgraph.ask(CreateDeviceDocument, { input }, { ...headers, traceparent });
    const success = data?.createDevice;
    if (success?.__typename !== "CreateDeviceSuccess") throw new Error("no success");
    expect(await operations()).toEqual([
      expect.objectContaining({
        traceId: "0af7651916cd43dd8448eb211c80319c",
        operation: "CreateDevice",
        type: "mutation",
        outcomes: { CreateDeviceSuccess: 1 },
        requestIds: [success.requestId],
        durationMs: expect.any(Number) as number,
      }),
    ]);
  });

  it("holds no input, no secret and no header", async () => {
    const { subgraph, lines, operations } = await startLogged();
    const { data } = await subgraph.ask(CreateDeviceDocument, { input }, headers);
    const [device] = await subgraph.enos.devices();
    expect(data?.createDevice).toMatchObject({ deviceSecret: device?.deviceSecret });
    await subgraph.askText(
      `mutation { createDevice(input: "A name nobody logs") { __typename } }`,
      {},
      headers,
    );
    expect(await operations()).toHaveLength(2);
    const log = lines.join("");
    const hidden = ["A name nobody logs", device?.deviceSecret ?? "", "the-routers-own-secret"];
    for (const text of [...hidden, subgraph.sandbox.appSecret]) expect(log).not.toContain(text);
  });

  it("names the kind of fault of a request that never reached a resolver", async () => {
    const { subgraph, operations } = await startLogged();
    await subgraph.askText("{ nope }", {}, headers);
    expect(await operations()).toEqual([
      expect.objectContaining({ outcomes: {}, errors: ["GRAPHQL_VALIDATION_FAILED"] }),
    ]);
  });
});
