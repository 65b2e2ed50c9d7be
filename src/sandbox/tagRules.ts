/** Gives what is wrong with a device's tags, or nothing (manual: "Limitations", chapter on tags). */
export function tagProblem(tags: Readonly<Record<string, unknown>>): string | undefined {
  const entries = Object.entries(tags);
  if (entries.length > 100) return "more than 100 tags";
  for (const [key, value] of entries) {
    if (!/^[A-Za-z0-9_\-/]{1,50}$/.test(key)) return `tag key ${key} is invalid`;
    if (typeof value !== "string") return `tag value of ${key} is not a string`;
    if (value.length > 200 || value.startsWith(" ") || value.endsWith(" ")) {
      return `tag value of ${key} is invalid`;
    }
  }
  return undefined;
}
