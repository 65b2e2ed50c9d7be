import type { Finding, Probe } from "./probe.js";

/** A question with its answer, or the reason why there is none. */
export interface Row {
  readonly probe: Pick<Probe, "question" | "sandbox">;
  /** Undefined when the answer was not found. */
  readonly finding: Finding | undefined;
  /** Why the answer was not found. */
  readonly reason?: string;
}

/** Widths of question, answer, sandbox and advice. Characters. */
const WIDTHS = [36, 46, 32, 30] as const;
const HEADER = ["question", "answer", "the sandbox", "set, or do"];
const GAP = "  ";

/** Returns whether EnOS's answer to a question differs from the sandbox's default. */
export function differs({ probe, finding }: Row): boolean {
  return finding !== undefined && (finding.differs ?? finding.answer !== probe.sandbox);
}

/** Returns the table of all questions, and below it the settings to change. A `*` marks answers that differ from the sandbox's. */
export function toReport(rows: readonly Row[]): string {
  const table = [
    toLines(HEADER),
    WIDTHS.map((width) => "-".repeat(width)).join(GAP),
    ...rows.flatMap((row) => {
      const answer = row.finding?.answer ?? `not found out: ${row.reason ?? ""}`;
      const question = `${differs(row) ? "* " : ""}${row.probe.question}`;
      return [toLines([question, answer, row.probe.sandbox, row.finding?.advice ?? ""]), ""];
    }),
  ];
  const different = rows.filter(differs).length;
  const missing = rows.filter(({ finding }) => finding === undefined).length;
  const advice = rows.flatMap(({ finding }) => finding?.advice ?? []);
  return [
    ...table,
    `${rows.length} questions; ${different} answered otherwise than by the sandbox (*), ${missing} not found out.`,
    ...(advice.length > 0 ? ["", "Set, or do:", ...advice.map((text) => `- ${text}`)] : []),
    "",
  ].join("\n");
}

/** Lays the cells of a row side by side, each broken into lines of its width. */
function toLines(cells: readonly string[]): string {
  const columns = cells.map((cell, index) => wrap(cell, WIDTHS[index] ?? cell.length));
  const height = Math.max(...columns.map(({ length }) => length));
  return Array.from({ length: height }, (_, line) =>
    columns
      .map((lines, index) => (lines[line] ?? "").padEnd(WIDTHS[index] ?? 0))
      .join(GAP)
      .trimEnd(),
  ).join("\n");
}

function wrap(text: string, width: number): string[] {
  const lines: string[] = [""];
  for (const word of text
    .split(" ")
    .flatMap((long) => long.match(new RegExp(`.{1,${width}}`, "gsu")) ?? [])) {
    const line = lines.at(-1) ?? "";
    if (line === "") lines[lines.length - 1] = word;
    else if (line.length + 1 + word.length <= width) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines;
}
