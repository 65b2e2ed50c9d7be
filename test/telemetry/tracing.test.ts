import { CreateDeviceDocument } from "../generated/operations.js";
import { Collector } from "../support/collector.js";
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
    // What was not sent yet is sent at the end.
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
