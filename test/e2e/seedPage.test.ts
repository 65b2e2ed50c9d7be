import { readFileSync } from "node:fs";

import { CreateDeviceDocument } from "../generated/operations.js";
import { closeAll, startSubgraph } from "../support/subgraph.js";

const samples = JSON.parse(readFileSync("test/support/samples.json", "utf8")) as {
  createDevice: { requests: { seed: { body: Record<string, unknown> } } };
};

afterEach(closeAll);

/** The manual's page "Create Device", held against the program. */
describe("EnOS's page Create Device", () => {
  const { source, ...request } = samples.createDevice.requests.seed.body;
  const input = { orgId: "o15475450989191", ...request } as never;

  it("has a sample request, and that is what we send, less the field that no manual defines", async () => {
    const subgraph = await startSubgraph();
    await subgraph.ask(CreateDeviceDocument, { input });
    const [call] = await subgraph.enos.calls("create");
    expect(source).toBe(0);
    expect(call).toMatchObject({
      method: "POST",
      path: "/connect-service/v2.1/devices",
      query: { action: "create", orgId: "o15475450989191" },
      signatureValid: true,
    });
    expect(JSON.parse(call?.body ?? "")).toEqual(request);
  });
});
