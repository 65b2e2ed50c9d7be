import { VARIABLES } from "../../src/config/config.js";
import { helpText } from "../../src/config/help.js";
import { FILE_VARIABLES } from "../../src/config/secretFiles.js";

it("--help describes every variable, with its default", () => {
  const help = helpText("1.2.3");
  expect(help).toContain("enos-devices-subgraph 1.2.3");
  expect(help).toContain("  PORT\n      where /graphql listens (default: 4001)\n");
  for (const name of [...Object.keys(VARIABLES), ...FILE_VARIABLES.map((other) => `${other}_FILE`)])
    expect(help).toMatch(new RegExp(`\\b${name}\\b`));
});
