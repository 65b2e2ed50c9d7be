import { isObject } from "./shape.js";

/** The paths that stand for everything. */
const WHOLE = ["*", "[*]", "."];

/** Gives of a value what the paths of a projection name; without a projection, all of it. */
export function project(value: object, projection: readonly string[] | undefined): object {
  if (!projection?.length || projection.some((path) => WHOLE.includes(path))) return value;
  const crop: Record<string, unknown> = {};
  for (const path of projection) copy(value as Record<string, unknown>, crop, path);
  return crop;
}

/** A name that holds dots wins over a path of that spelling: names of attributes may hold dots. */
function copy(from: Record<string, unknown>, to: Record<string, unknown>, path: string): void {
  if (Object.hasOwn(from, path)) {
    to[path] = from[path];
    return;
  }
  const dot = path.indexOf(".");
  const [head, rest] = [path.slice(0, Math.max(dot, 0)), path.slice(dot + 1)];
  const inner = Object.hasOwn(from, head) ? from[head] : undefined;
  if (!isObject(inner)) return;
  // A path that was copied whole before keeps everything, and is the device's own object: never written to.
  if (to[head] === inner) return;
  const target = (to[head] ??= {});
  copy(inner, target as Record<string, unknown>, rest);
}
