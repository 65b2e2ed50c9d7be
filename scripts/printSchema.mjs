/** Prints the schema to schema/devices.graphql; with --check it only says whether that file is stale. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";

import { devices } from "../dist/devices/index.js";
import { buildSubgraph } from "../dist/graphql/subgraphSchema.js";

const FILE = "schema/devices.graphql";
const HEAD = "# Printed from src/devices. Do not edit: npm run codegen.\n\n";

// Nothing is resolved while a schema is printed, so no EnOS is needed.
const printed = HEAD + buildSubgraph(devices({})).sdl;

if (!process.argv.includes("--check")) writeFileSync(FILE, printed);
else if (!existsSync(FILE) || readFileSync(FILE, "utf8") !== printed) {
  console.error(`${FILE} is stale: run npm run codegen and commit it.`);
  process.exitCode = 1;
}
