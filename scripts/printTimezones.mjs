/** Prints the names of time zones of the IANA database to a source file; with --check it only says whether it is stale. */
import { createRequire } from "node:module";
import { readFileSync, writeFileSync } from "node:fs";

import { format, resolveConfig } from "prettier";

const FILE = "src/devices/createDevice/ianaZones.ts";

const require = createRequire(import.meta.url);
const { zones, version } = require("tzdata");

// "Factory" stands for a zone that nobody has set.
const names = Object.keys(zones)
  .filter((name) => name !== "Factory")
  .sort();
const areas = Object.entries(Object.groupBy(names, (name) => name.slice(0, name.indexOf("/") + 1)));
const lines = areas.map(
  ([area, own]) => `"${area}": "${own.map((name) => name.slice(area.length)).join(" ")}",`,
);
const text = `// Printed from the package tzdata, IANA ${version}. Do not edit: npm run codegen.

/** The names and links of the IANA time zone database, by area: the runtime's own list has more and changes with it. */
export const IANA_ZONES: Readonly<Record<string, string>> = {
${lines.join("\n")}
};
`;
const printed = await format(text, { ...(await resolveConfig(FILE)), parser: "typescript" });

if (!process.argv.includes("--check")) writeFileSync(FILE, printed);
else if (readFileSync(FILE, "utf8") !== printed) {
  console.error(`${FILE} is stale: run npm run codegen and commit it.`);
  process.exitCode = 1;
}
