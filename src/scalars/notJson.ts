/** A literal that JSON has no exact counterpart for, kept until it is refused at its place. */
export class NotJson {
  constructor(
    readonly kind: string,
    readonly fault: string,
  ) {}
}

/** Gives a value's JSON kind with its article, such as "a list". */
export function kindOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  if (value instanceof NotJson) return value.kind;
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}
