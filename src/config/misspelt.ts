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
  return isWithin(MAX_DISTANCE, name, known);
}

/** Returns whether so many letters put in, left out or replaced make one text of the other: their Levenshtein distance. */
function isWithin(edits: number, one: string, other: string): boolean {
  if (Math.abs(one.length - other.length) > edits) return false;
  let same = 0;
  while (same < one.length && one[same] === other[same]) same++;
  const [rest, otherRest] = [one.slice(same), other.slice(same)];
  if (rest === "" || otherRest === "") return true;
  if (edits === 0) return false;
  return (
    isWithin(edits - 1, rest.slice(1), otherRest.slice(1)) ||
    isWithin(edits - 1, rest.slice(1), otherRest) ||
    isWithin(edits - 1, rest, otherRest.slice(1))
  );
}
