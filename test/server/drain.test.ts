import { createDevice, expectMember, INPUT } from "../support/createDevice.js";
import { CreateDeviceDocument } from "../generated/operations.js";
import { closeAll, startSubgraph } from "../support/subgraph.js";

afterEach(closeAll);

it("a process that ends answers what is under way and what still comes, and asks its clients to leave", async () => {
  const subgraph = await startSubgraph({ env: { DRAIN_DELAY_MS: "500" } });
  await subgraph.enos.addFaults({ on: "create", fault: { kind: "delay", ms: 800 } });
  const underWay = createDevice(subgraph);
  while ((await subgraph.enos.calls("create")).length === 0) await new Promise(setImmediate);

  const closing = subgraph.app.close();
  const late = await subgraph.ask(CreateDeviceDocument, { input: INPUT });
  expect(late.headers.get("connection")).toBe("close");
  expect(late.data?.createDevice?.__typename).toBe("CreateDeviceSuccess");
  await expectMember("CreateDeviceSuccess", underWay);
  await closing;
  await expect(createDevice(subgraph)).rejects.toThrow();
});
