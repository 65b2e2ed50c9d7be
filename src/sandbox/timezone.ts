/** Names found right before: asking the runtime takes longer than a whole call. */
const known = new Set<string>();

/** Tells whether EnOS takes a timezone: `±HH:MM`, or a name of the IANA database. Checked by EnOS from 2.4 CU1 on. */
export function isTimezone(timezone: string): boolean {
  if (/^[+-](0\d|1[0-4]):[0-5]\d$/.test(timezone) || known.has(timezone)) return true;
  if (/^[+-]/.test(timezone)) return false;
  try {
    new Intl.DateTimeFormat("en", { timeZone: timezone });
  } catch {
    return false;
  }
  known.add(timezone);
  return true;
}
