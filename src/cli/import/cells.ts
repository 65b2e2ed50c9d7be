/**
 * Beginning of a cell that a spreadsheet program would execute or change. `'` is not included: it marks the rest as
 * text.
 *
 * @see OWASP, "CSV Injection"
 */
const TRIGGER = /^[=+\-@\t\r]/;
const ESCAPED = /^'+[=+\-@\t\r\d]/;

/** Numbers and UTC offsets begin with a sign and are harmless. */
const HARMLESS = /^(?:[+-]?\d+(?:[.,]\d+)?(?:e[+-]?\d+)?|[+-]\d\d:\d\d)$/i;

/** Returns the cell that shows a text in a spreadsheet program and is never executed there. */
function escapeCell(text: string): string {
  return (TRIGGER.test(text) && !HARMLESS.test(text)) || ESCAPED.test(text) ? `'${text}` : text;
}

/** Returns the text that a cell stands for: the inverse of `escapeCell`. */
export function unescapeCell(cell: string): string {
  return ESCAPED.test(cell) ? cell.slice(1) : cell;
}

/** Returns one line of a CSV file, its line end included. */
export function toCsvLine(texts: readonly string[], delimiter: string): string {
  return joinCells(texts.map(escapeCell), delimiter);
}

function joinCells(cells: readonly string[], delimiter: string): string {
  return `${cells.map((cell) => quote(cell, delimiter)).join(delimiter)}\r\n`;
}

/** A time zone's offset, a date, or more digits than a spreadsheet program shows of a number. */
const CHANGED_WHEN_SAVED = /^(?:[+-]\d\d:\d\d|\d{4}-\d\d-\d\d.*|\d{12,})$/;

/** Returns the same for a file that is meant to be saved by a spreadsheet program: it keeps what has an apostrophe in front. */
export function toLastingCsvLine(texts: readonly string[], delimiter: string): string {
  const cells = texts.map((text) => (CHANGED_WHEN_SAVED.test(text) ? `'${text}` : escapeCell(text)));
  return joinCells(cells, delimiter);
}

function quote(cell: string, delimiter: string): string {
  return /["\r\n]/.test(cell) || cell.includes(delimiter) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

const ROUNDED =
  "was turned into a rounded number by a spreadsheet program. Format the column as text and enter the value again.";

/** Returns the damage that a spreadsheet program has done to a cell of text; undefined when there is none to see. */
export function findDamage(cell: string): string | undefined {
  if (/^[+-]?\d(?:[.,]\d+)?E[+-]\d\d+$/.test(cell)) return ROUNDED;
  if (/^\d{15}0+$/.test(cell))
    return `may have lost the digits after the 15th to a spreadsheet program. Compare it with its source; if it is right, write '${cell}`;
  if (/^#(?:NAME\?|REF!|VALUE!|N\/A|NUM!|NULL!|DIV\/0!)$/.test(cell))
    return "is an error of a spreadsheet program's formula.";
  if (cell.startsWith("="))
    return `is a formula that no spreadsheet program has computed. If it is text, write '${cell.length > 40 ? `${cell.slice(0, 40)}…` : cell}`;
  return undefined;
}

/** Returns the same for a cell of a number: `1.5E+10` may be exact, but six digits are all that is shown of a long number. */
export function findNumberDamage(cell: string): string | undefined {
  return /^[+-]?\d[.,]\d{5}E[+-]\d\d+$/.test(cell) ? `${ROUNDED} If it is right, write '${cell}` : undefined;
}
