/** Gives the words of a list in one text, parted by blanks, commas or both. */
export function readWords(text: string): readonly string[] {
  return text.split(/[\s,]+/).filter(Boolean);
}
