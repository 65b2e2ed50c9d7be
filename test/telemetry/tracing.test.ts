import { CreateDeviceDocument } from "../generated/operations.js";
import { Collector } from "../support/collector.js";
import { VERSION } from "../../src/runtime/version.js";
import { INPUT } from "../support/createDevice.js";
import { closeAll, startSubgraph } from "../support/subgraph.js";

const TRACE = "0af7651916cd43dd8448eb211c80319c";
const CALLER = "b7ad6b7169203331";
const traceparent = `00-${TRACE}-${CALLER}-01`;

const collector = new Collector();
afterEach(closeAll);
afterAll(() => {
  collector.close();
});

describe("a trace", () => {
  it("leads from the client through the operation to EnOS, and shows nothing that a client wrote", async () => {
    const subgraph = await startSubgraph({ env: { OTEL_EXPORTER_OTLP_ENDPOINT: await collector.listen() } });
    await subgraph.askText(
      `mutation Named { createDevice(input: { orgId: "o15475450989191", productKey: "Vu82Agp3",
        timezone: "+08:00", deviceName: { defaultValue: "A name nobody traces" } }) {
        ... on CreateDeviceSuccess { deviceSecret } } }`,
      {},
      { traceparent },
    );
    const [call] = await subgraph.enos.calls("create");
    const [device] = await subgraph.enos.devices();
    // The remaining spans are sent at the end.
    await closeAll();

    const [attempt, operation] = collector.spans;
    expect(operation).toMatchObject({ name: "GraphQL mutation Named", traceId: TRACE, parentSpanId: CALLER });
    expect(attempt).toMatchObject({ name: "EnOS create", traceId: TRACE, parentSpanId: operation?.spanId });
    expect(call?.headers.traceparent).toBe(`00-${TRACE}-${attempt?.spanId ?? ""}-01`);
    expect(call?.signatureValid).toBe(true);
    const sent = collector.bodies.join("");
    expect(sent).toContain("createDevice(input: {})");
    for (const hidden of ["A name nobody traces", "Vu82Agp3", device?.deviceSecret ?? ""])
      expect(sent).not.toContain(hidden);
  });

  it("is bounded, however long the names are that a client chose", async () => {
    const subgraph = await startSubgraph({ env: { OTEL_EXPORTER_OTLP_ENDPOINT: await collector.listen() } });
    collector.bodies.length = 0;
    const long = "n".repeat(250_000);
    await subgraph.askText(`query ${long} { ...${long} } fragment ${long} on Query { __typename }`);
    await closeAll();
    expect(collector.spans).toMatchObject([{ name: `GraphQL query ${long.slice(0, 128)}…` }]);
    expect(collector.bodies.join("").length).toBeLessThan(20_000);
  });

  it("is not told to EnOS unless tracing is on", async () => {
    const subgraph = await startSubgraph();
    const input = {
      orgId: "o15475450989191",
      productKey: "Vu82Agp3",
      timezone: "+08:00",
      deviceName: { defaultValue: "Turbine" },
    };
    await subgraph.ask(CreateDeviceDocument, { input }, { traceparent });
    const [call] = await subgraph.enos.calls("create");
    expect(call?.headers).not.toHaveProperty("traceparent");
  });
});

describe("the trace context of a request", () => {
  const ask = async (headers: Record<string, string>) => {
    const subgraph = await startSubgraph({ env: { OTEL_EXPORTER_OTLP_ENDPOINT: await collector.listen() } });
    await subgraph.ask(CreateDeviceDocument, { input: INPUT }, headers);
    const [call] = await subgraph.enos.calls("create");
    return String(call?.headers.traceparent).split("-")[1];
  };

  it.each([
    ["version ff", `ff-${TRACE}-${CALLER}-01`],
    ["bytes after it", `${traceparent}-01`],
    ["a trace ID of zeros", `00-${"0".repeat(32)}-${CALLER}-01`],
    ["a span ID of zeros", `00-${TRACE}-${"0".repeat(16)}-01`],
    ["capital letters", traceparent.toUpperCase()],
  ])("is not taken over with %s", async (_, invalid) => {
    const traceId = await ask({ traceparent: invalid });
    expect(traceId).toMatch(/^[\da-f]{32}$/);
    expect(traceId).not.toBe(TRACE);
  });

  it("travels on to EnOS with its tracestate", async () => {
    const subgraph = await startSubgraph({ env: { OTEL_EXPORTER_OTLP_ENDPOINT: await collector.listen() } });
    const tracestate = "vendor=abc,other=1";
    await subgraph.ask(CreateDeviceDocument, { input: INPUT }, { traceparent, tracestate });
    const [call] = await subgraph.enos.calls("create");
    expect(call?.headers).toMatchObject({
      tracestate,
      traceparent: expect.stringContaining(TRACE) as string,
    });
  });
});

describe("what OTEL_ variables say", () => {
  const start = async (env: Record<string, string>) =>
    startSubgraph({ env: { OTEL_EXPORTER_OTLP_ENDPOINT: await collector.listen(), ...env } });

  it("is in every trace: attributes of the resource, the service's name, and the program's version", async () => {
    const subgraph = await start({
      OTEL_RESOURCE_ATTRIBUTES: "deployment.environment.name=staging,team=a%20b",
    });
    await subgraph.ask(CreateDeviceDocument, { input: INPUT });
    collector.bodies.length = 0;
    await closeAll();
    const sent = collector.bodies.join("");
    for (const [key, value] of [
      ["deployment.environment.name", "staging"],
      ["team", "a b"],
      ["service.name", "enos-devices-subgraph"],
      ["service.version", VERSION],
    ])
      expect(sent).toContain(JSON.stringify({ key, value: { stringValue: value } }));
  });

  it.each([
    ["in OTEL_RESOURCE_ATTRIBUTES", {}, "of-the-attributes"],
    ["before that, in OTEL_SERVICE_NAME", { OTEL_SERVICE_NAME: "of-its-own" }, "of-its-own"],
  ])("names the service %s", async (_, env, name) => {
    const subgraph = await start({ OTEL_RESOURCE_ATTRIBUTES: "service.name=of-the-attributes", ...env });
    collector.bodies.length = 0;
    await subgraph.ask(CreateDeviceDocument, { input: INPUT });
    await closeAll();
    const sent = collector.bodies.join("");
    const names = [...sent.matchAll(/"key":"service.name","value":{"stringValue":"([^"]*)"/g)];
    expect(names.map(([, value]) => value)).toEqual([name]);
  });

  it("keeps the share of traces that OTEL_TRACES_SAMPLER_ARG says, by their trace ID", async () => {
    const subgraph = await start({ OTEL_TRACES_SAMPLER: "traceidratio", OTEL_TRACES_SAMPLER_ARG: "0.5" });
    collector.bodies.length = 0;
    const [low, high] = [`${"0".repeat(31)}1`, `${"0".repeat(18)}${"f".repeat(8)}${"0".repeat(6)}`];
    for (const traceId of [low, high])
      await subgraph.askText("{ __typename }", {}, { traceparent: `00-${traceId}-${CALLER}-01` });
    await closeAll();
    const kept = collector.spans.map(({ traceId }) => traceId);
    expect(kept).toHaveLength(1);
    expect([low, high]).toContain(kept[0]);
  });

  it("decides which traces are sampled", async () => {
    const subgraph = await start({ OTEL_TRACES_SAMPLER: "always_off" });
    collector.bodies.length = 0;
    await subgraph.ask(CreateDeviceDocument, { input: INPUT }, { traceparent });
    await closeAll();
    expect(collector.spans).toEqual([]);
  });

  it.each([
    ["OTEL_TRACES_SAMPLER", "sometimes"],
    ["OTEL_TRACES_SAMPLER_ARG", "2"],
    ["OTEL_RESOURCE_ATTRIBUTES", "staging"],
  ])("is refused when it cannot be right: %s=%s", async (name, value) => {
    await expect(start({ [name]: value })).rejects.toThrow(name);
  });
});

describe("an inline trace for the router", () => {
  const ask = "{ __typename }";
  const included = { "apollo-federation-include-trace": "ftv1" };

  it("is given to whoever proved to be the router", async () => {
    const subgraph = await startSubgraph({ env: { ROUTER_SECRET: "the-secret-of-the-router" } });
    const { extensions } = await subgraph.askText(
      ask,
      {},
      { ...included, "router-authorization": "the-secret-of-the-router" },
    );
    expect(extensions).toHaveProperty("ftv1");
  });

  it("is given to nobody where anybody may ask", async () => {
    const subgraph = await startSubgraph();
    const { extensions } = await subgraph.askText(ask, {}, included);
    expect(extensions).toBeUndefined();
  });
});
