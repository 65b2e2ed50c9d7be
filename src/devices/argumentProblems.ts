import { GraphQLError } from "graphql";

/** A fault in an argument of a field. */
export interface ArgumentProblem {
  readonly argument: string;
  /** From the argument's value down to the fault. */
  readonly path: readonly (string | number)[];
  /** Says what is wrong and what to do; the place is the subject. */
  readonly message: string;
}

/** Most problems that one message states; `extensions.problems` has all of them. */
const MAX_TOLD = 5;

/** Returns the error for arguments that are refused before EnOS is asked. */
export function badArguments(problems: readonly ArgumentProblem[]): GraphQLError {
  const told = problems
    .slice(0, MAX_TOLD)
    .map(({ argument, path, message }) => `${[argument, ...path].join(".")} ${message}`);
  return new GraphQLError(`EnOS was not asked. ${told.join(" ")}`.toWellFormed(), {
    extensions: { code: "BAD_USER_INPUT", problems },
  });
}

/**
 * Returns the error for a list that is too long.
 *
 * @param items the name of what the list holds
 */
export function tooMany(argument: string, items: string, count: number, max: number): GraphQLError {
  const message = `holds ${count} ${items}, and ${max} is the most: send them in parts.`;
  return badArguments([{ argument, path: [], message }]);
}
