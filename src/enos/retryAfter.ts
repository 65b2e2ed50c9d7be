/**
 * Reads a `Retry-After` header, in seconds or as a date; undefined when absent or unreadable. Milliseconds.
 *
 * @see RFC 9110, section 10.2.3
 */
export function readRetryAfter(header: string | string[] | undefined): number | undefined {
  const text = Array.isArray(header) ? header[0] : header;
  if (text === undefined || text.trim() === "") return undefined;
  const ms = /^\s*\d+\s*$/.test(text) ? Number(text) * 1000 : Date.parse(text) - Date.now();
  return Number.isFinite(ms) ? Math.max(0, ms) : undefined;
}
