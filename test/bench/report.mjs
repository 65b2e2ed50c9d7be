import { mkdirSync, writeFileSync } from "node:fs";
import { arch, cpus, platform } from "node:os";

const DOCS = new URL("../../docs/benchmark/", import.meta.url).pathname;

/** Prints the Markdown of a run, and keeps all its files in docs/benchmark/ if it was a full one. */
export function save(full, files) {
  for (const [name, text] of Object.entries(files)) if (name.endsWith(".md")) console.log(text);
  if (!full) return;
  mkdirSync(DOCS, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(DOCS + name, text);
  console.log(`Written: ${Object.keys(files).join(", ")} in docs/benchmark/.`);
}

/** Gives the machine that the figures are of, in one line. */
export function machine() {
  return `Node ${process.versions.node}, ${cpus().length} × ${cpus()[0].model.trim()}, ${platform()} ${arch()}`;
}

/** Gives rows as a Markdown table, its numbers to the right. */
export function markdownTable(head, rows) {
  const rule = head.map((_, column) => (column === 0 ? "---" : "--:"));
  return [head, rule, ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}
