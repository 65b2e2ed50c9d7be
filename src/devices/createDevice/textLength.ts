/** How many characters a person would count, rather than UTF-16 units. */
export function lengthOf(text: string): number {
  return Array.from(text).length;
}
