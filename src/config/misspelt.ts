/** Names that Kubernetes gives to the addresses of services, such as `ENOS_SERVICE_HOST` and `ENOS_PORT_443_TCP`. */
const OF_KUBERNETES = /_SERVICE_(HOST|PORT)(_|$)|_PORT_\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?$/;

/** Value that Kubernetes gives to `<service>_PORT`. */
const ADDRESS = /^(tcp|udp|sctp):\/\//;

/** Short names such as HOST are similar to valid names (HOME), and other programs' names begin with them. */
const MIN_LENGTH = 6;

const MAX_DISTANCE = 2;

/**
 * Returns a sentence for each variable whose name is nearly one of ours: within two letters of it, or its
 * beginning, or continuing it. The variable is misspelt, so its setting has no effect.
 *
 * @param known every name that this program reads
 */
export function findMisspelt(
  environment: Readonly<Record<string, string>>,
  known: readonly string[],
): string[] {
  const names = new Set(known);
  return Object.entries(environment).flatMap(([name, value]) => {
    if (names.has(name) || OF_KUBERNETES.test(name) || ADDRESS.test(value)) return [];
    const meant = known.find((other) => isNearly(name, other));
    return meant === undefined ? [] : [`${name} is unknown. Did you mean ${meant}?`];
  });
}

function isNearly(name: string, known: string): boolean {
  if (known.length < MIN_LENGTH) return false;
  if (name.toUpperCase() === known) return true;
  // Part of the name must be more than a word that other programs use as well, such as LOG.
  if (known.startsWith(`${name}_`) && name.includes("_")) return true;
  // OpenTelemetry has a name for everything.
  if (name.startsWith(known)) return !known.startsWith("OTEL_");
  return Math.abs(name.length - known.length) <= MAX_DISTANCE && distance(name, known) <= MAX_DISTANCE;
}

/** Returns how many letters must be put in, left out or replaced to get from one name to the other (Levenshtein). */
function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [i, letter] of Array.from(one).entries()) {
    const next = [i + 1];
    for (const [j, otherLetter] of Array.from(other).entries()) {
      const replaced = (row[j] ?? 0) + (letter === otherLetter ? 0 : 1);
      next.push(Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
