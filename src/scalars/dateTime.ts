import { GraphQLError, GraphQLScalarType } from "graphql";

/** The furthest instant from 1970 that JavaScript can represent. Milliseconds. */
const MAX_EPOCH_MS = 8.64e15;

/** The scalar `DateTime`, of output only: EnOS's Unix milliseconds as RFC 3339 in UTC. */
export const DateTimeScalar = new GraphQLScalarType<number, string>({
  name: "DateTime",
  description: "An instant in RFC 3339, such as `2026-01-31T08:15:30.123Z`.",
  serialize(value) {
    if (!isInstant(value)) throw new GraphQLError("DateTime can represent Unix milliseconds only.");
    return new Date(value).toISOString();
  },
});

/** Returns whether a value is an instant that a `DateTime` can represent: Unix milliseconds. */
export function isInstant(value: unknown): value is number {
  return Number.isInteger(value) && Math.abs(value as number) <= MAX_EPOCH_MS;
}
