import { isJsonObject } from "../../http/json.js";

/**
 * Returns the parts of a value that a projection's paths name; without a projection, the whole value.
 *
 * @param paths names joined by dots; `*` stands for every name, `[*]` for every element of an array.
 */
export function project(value: object, paths: readonly string[] | undefined): object {
  if (!paths?.length) return value;
  let projected: unknown = {};
  for (const path of paths) projected = pick(value, path, projected);
  return projected as object;
}

/** Returns `picked` with the parts of `value` that `path` names. A part that was picked as a whole stays whole. */
function pick(value: unknown, path: string, picked: unknown): unknown {
  if (path === "" || path === "." || picked === value) return value;
  if (path.startsWith("[*]")) return pickElements(value, path.slice(3), picked);
  if (!isJsonObject(value)) return picked;
  const target: Record<string, unknown> = isJsonObject(picked) ? { ...picked } : {};
  for (const [name, rest] of namesOf(value, path.startsWith(".") ? path.slice(1) : path)) {
    const part = pick(value[name], rest, target[name]);
    if (part !== undefined) target[name] = part;
  }
  return target;
}

function pickElements(value: unknown, path: string, picked: unknown): unknown {
  // A device is an object: for it `[*]` stands for everything.
  if (!Array.isArray(value)) return path === "" ? value : picked;
  const before: readonly unknown[] = Array.isArray(picked) ? picked : [];
  return value.map((element: unknown, index) => pick(element, path, before[index]) ?? {});
}

/** Returns the names that a path begins with, and what follows. Names can hold dots: the longest name wins. */
function namesOf(value: Record<string, unknown>, path: string): readonly (readonly [string, string])[] {
  const names = Object.keys(value);
  if (/^\*(?![^.[])/.test(path)) return names.map((name) => [name, path.slice(1)]);
  const longest = names
    .filter((name) => path.startsWith(name) && /^($|\.|\[)/.test(path.slice(name.length)))
    .reduce((one, other) => (one.length > other.length ? one : other), "");
  return Object.hasOwn(value, longest) ? [[longest, path.slice(longest.length)]] : [];
}
