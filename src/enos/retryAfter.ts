/**
 * Reads a `Retry-After` header, in seconds or as a date; undefined when absent or unreadable. Milliseconds.
 *
 * @see RFC 9110, section 10.2.3
 */
export function readRetryAfter(header: string | string[] | undefined): number | undefined {
  const text = Array.isArray(header) ? header[0] : header;
  if (text === undefined || text.trim() === "") return undefined;
  if (/^\s*\d+\s*$/.test(text)) return Number(text) * 1000;
  // V8 reads nearly anything as a date, "-5" too; the header's ends in GMT.
  const ms = text.trim().endsWith("GMT") ? Date.parse(text) - Date.now() : NaN;
  return Number.isFinite(ms) ? Math.max(0, ms) : undefined;
}
