import { IANA_ZONES } from "./ianaZones.js";

const OFFSET = /^([+-])(\d\d):([0-5]\d)$/;
/** The extremes that are in use: Baker Island and the Line Islands. */
const MIN_OFFSET_MINUTES = -12 * 60;
const MAX_OFFSET_MINUTES = 14 * 60;

let zones: Map<string, string> | undefined;

/** Returns all names of zones by their form in lower case; most programs never need them. */
function zonesByLowerCase(): Map<string, string> {
  zones ??= new Map(
    Object.entries(IANA_ZONES).flatMap(([area, names]) =>
      names.split(" ").map((name) => [(area + name).toLowerCase(), area + name]),
    ),
  );
  return zones;
}

/**
 * Returns the fault of a time zone with its remedy; undefined when EnOS's "Timezone representation" allows it:
 * `±HH:MM`, or the name of an IANA zone.
 *
 * EnOS before 2.4 stores any text and then computes the device's local time wrongly.
 */
export function findTimezoneFault(text: string): string | undefined {
  const offset = OFFSET.exec(text);
  if (offset) return isUsedOffset(offset) ? undefined : "is not a UTC offset from -12:00 to +14:00.";
  const name = zonesByLowerCase().get(text.trim().toLowerCase());
  if (name === text) return undefined;
  if (name !== undefined) return `is not the exact name of a time zone: write ${name}.`;
  return "is not a time zone: write a UTC offset such as +08:00 or an IANA zone such as Asia/Shanghai.";
}

function isUsedOffset([, sign, hours, minutes]: RegExpExecArray): boolean {
  const size = Number(hours) * 60 + Number(minutes);
  if (sign === "-") return size > 0 && -size >= MIN_OFFSET_MINUTES;
  return size <= MAX_OFFSET_MINUTES;
}
