/**
 * Prints the environment variables to the table in README.md and to .env.example; with --check it only says whether they
 * are stale. The variables and their descriptions are those of src/config.
 */
import { readFileSync, writeFileSync } from "node:fs";

import { format } from "prettier";

import { VARIABLES } from "../dist/config/config.js";

const BEGIN = "<!-- environment: printed by npm run codegen -->";
const END = "<!-- /environment -->";

const entries = Object.entries(VARIABLES);
const rows = entries.map(
  ([name, { description, otherwise }]) => `| \`${name}\` | ${cell(otherwise)} | ${cell(description)} |`,
);
const table = ["| variable | default | meaning |", "| --- | --- | --- |", ...rows].join("\n");
const readme = readFileSync("README.md", "utf8");
const start = readme.indexOf(BEGIN) + BEGIN.length;
const printedTable = (await format(table, { parser: "markdown", printWidth: 110 })).trim();

const example = [
  "# Every variable that the program reads, with its default where there is a fixed one. Copy the lines that you need; none is",
  "# needed to try the program out.",
  ...entries.map(
    ([name, { description, otherwise }]) =>
      `\n# ${description}\n# ${name}=${/^[\w,./:-]+$/.test(otherwise) ? otherwise : ""}`,
  ),
  "",
].join("\n");

const files = {
  "README.md": `${readme.slice(0, start)}\n\n${printedTable}\n\n${readme.slice(readme.indexOf(END))}`,
  ".env.example": example,
};
for (const [file, printed] of Object.entries(files)) {
  if (!process.argv.includes("--check")) writeFileSync(file, printed);
  else if (readFileSync(file, "utf8") !== printed) {
    console.error(`${file} is stale: run npm run codegen and commit it.`);
    process.exitCode = 1;
  }
}

function cell(text) {
  return text.replaceAll("|", "\\|");
}
