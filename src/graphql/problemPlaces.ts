import { GraphQLError } from "graphql";

/** A fault that a scalar found, with its place. */
interface Problem {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** What graphql-js says last of a variable before the scalar's own words: ` at "inputs[1].deviceTags"`. */
const PLACE = / at "\w+((?:\.\w+|\[\d+\])+)"$/;
const STEP = /\.(\w+)|\[(\d+)\]/g;

/**
 * Gives the problems that a scalar found in a variable, each with its whole path in the variable's value; undefined where
 * there are none.
 *
 * A scalar knows its own part of the value only, and graphql-js tells where that stands in its message alone.
 */
export function placeProblems(error: unknown): Problem[] | undefined {
  if (!(error instanceof GraphQLError)) return undefined;
  const problems = error.extensions.problems as readonly Problem[] | undefined;
  const place = readPlace(error);
  return problems?.map(({ path, message }) => ({ path: [...place, ...path], message }));
}

function readPlace({ message, originalError }: GraphQLError): (string | number)[] {
  if (!originalError) return [];
  const [, place = ""] = PLACE.exec(message.slice(0, -`; ${originalError.message}`.length)) ?? [];
  return Array.from(place.matchAll(STEP), ([, name, index]) => name ?? Number(index));
}
