import { execFile } from "node:child_process";
import { resolve } from "node:path";
import { promisify } from "node:util";

import { closeAll, startSubgraph } from "../support/subgraph.js";

const run = promisify(execFile);
const CLIENT = "examples/client";

afterEach(closeAll);

it("the example client compiles, and does against the sandbox what its lines say", async () => {
  await run(process.execPath, ["node_modules/typescript/bin/tsc", "-p", CLIENT]);
  const subgraph = await startSubgraph();
  const { stdout } = await run(process.execPath, [`${CLIENT}/dist/main.js`], {
    env: { ...process.env, DEVICES_URL: subgraph.app.url },
  });
  expect(stdout).toContain("timezone:");
  expect(stdout).toContain("'deviceTags.floor':");
  expect(stdout).toContain("sameDevice: true, sameSecret: true, replayed: true".replaceAll(", ", ",\n  "));
  expect(stdout).toContain("Already created: Pump");
  expect(stdout).toContain("250 created");
  // Before, with one more, without it again, and as the server counts.
  expect(stdout).toContain("{ added: 1, first: 'Turbine 8b', removed: 1, totals: '1, 2, 1, 1' }");
  expect(await subgraph.enos.devices()).toHaveLength(252);
});

it("the example client's types are those of the schema", async () => {
  const codegen = resolve("node_modules/@graphql-codegen/cli/esm/bin.js");
  await run(process.execPath, [codegen, "--check", "--config", "codegen.ts"], { cwd: CLIENT });
});
