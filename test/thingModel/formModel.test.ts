import { execFile } from "node:child_process";
import { promisify } from "node:util";

import { closeAll, startSubgraph } from "../support/subgraph.js";

afterEach(closeAll);

test("the example builds a form from a thing model and finds the faults of its values", async () => {
  const subgraph = await startSubgraph();
  const run = async (values: object) => {
    const args = ["examples/form-model/formModel.mjs", "--url", subgraph.app.url, "--locale", "zh_CN"];
    return (await promisify(execFile)(process.execPath, [...args, JSON.stringify(values)])).stdout;
  };
  const valid = await run({ ratedPower: 1500, side: "north", location: { latitude: 1, longitude: 2 } });
  expect(valid).toContain("label: '额定功率'");
  expect(valid).toContain("The values are valid.");
  const faulty = await run({ side: "east", location: { latitude: 1 }, colour: "red" });
  expect(faulty).toContain("  ratedPower: must have required property 'ratedPower'");
  expect(faulty).toContain("  location.longitude: must have required property 'longitude'");
  expect(faulty).toContain("  side: must match exactly one schema in oneOf");
  expect(faulty).toContain("  colour: must NOT have additional properties");
});
