const OFFSET = /^[+-](0\d|1[0-4]):[0-5]\d$/;

/**
 * Whether EnOS's "Timezone representation" allows a text: `±HH:MM`, or the name of an IANA zone.
 *
 * EnOS before 2.4 stores any text and is wrong about the device's time ever after.
 */
export function isTimezone(text: string): boolean {
  return OFFSET.test(text) || (/^[A-Za-z]/.test(text) && isKnownZone(text));
}

const known = new Map<string, boolean>();
/** Bounds the cache; there are about 600 names. */
const MOST_KNOWN = 1_000;

/** Asking the runtime is slow, and devices share few zones. */
function isKnownZone(name: string): boolean {
  const cached = known.get(name);
  if (cached !== undefined) return cached;
  const answer = askRuntime(name);
  if (answer && known.size < MOST_KNOWN) known.set(name, answer);
  return answer;
}

function askRuntime(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
