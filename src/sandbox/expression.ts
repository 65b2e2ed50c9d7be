/** A search expression as a tree. Values are text, for the manual does not say how a number is written. */
export type Expression =
  | { readonly kind: "and" | "or"; readonly parts: readonly Expression[] }
  | { readonly kind: "in"; readonly path: string; readonly values: ReadonlySet<string> }
  | { readonly kind: "notEqual" | "like"; readonly path: string; readonly value: string }
  | { readonly kind: "exists"; readonly path: string; readonly wanted: boolean };

/** What a term may do with a path. */
export type Operator = "=" | "!=" | "in" | "like" | "exists";

/** Which operators each field of a device takes (manual: "Search Device", table of `expression`). */
const OPERATORS: Readonly<Record<string, readonly Operator[]>> = {
  assetId: ["=", "in"],
  productKey: ["=", "in"],
  deviceKey: ["=", "in"],
  modelId: ["=", "in", "!="],
  productType: ["="],
  status: ["=", "in"],
  deviceTags: ["=", "in", "!=", "exists"],
  deviceAttributes: ["=", "in", "exists"],
  deviceName: ["like"],
};

const MAPS = ["deviceTags", "deviceAttributes"];

/** Tells whether EnOS takes `operator` on `path`. */
export function allows(path: string, operator: Operator): boolean {
  const dot = path.indexOf(".");
  const field = dot < 0 ? path : path.slice(0, dot);
  const dotted = dot > 0 && dot < path.length - 1;
  const shaped = MAPS.includes(field) ? dotted : field === "deviceName" ? dot < 0 || dotted : dot < 0;
  return shaped && Object.hasOwn(OPERATORS, field) && (OPERATORS[field]?.includes(operator) ?? false);
}
