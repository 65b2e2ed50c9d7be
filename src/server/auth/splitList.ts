/**
 * Returns the entries of a list in one text, which ASCII blanks and commas separate. No other character separates:
 * the blanks of Unicode can be parts of letters whose bytes are read one by one, as in headers.
 */
export function splitList(text: string): readonly string[] {
  return text.split(/[ \t\r\n,]+/).filter(Boolean);
}
