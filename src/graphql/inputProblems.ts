import { isExact, isExactText, isIdText, NOT_EXACT, visitUnusualNumbers } from "../scalars/exactNumbers.js";
import { MAX_STATED_PROBLEMS, printProblems } from "../scalars/inspection.js";
import { toAnswerPath, type ValuePath } from "../scalars/valuePath.js";

/** A fault in the values of a request, as `extensions.problems` of an error lists it. */
export interface RequestProblem {
  /** Name of the variable, as the request has it. */
  readonly variable?: string;
  /** Name of the argument, when the value stands in the document. */
  readonly argument?: string;
  /** Keys and list positions from the variable's or argument's value down to the fault. */
  readonly path: ValuePath;
  readonly message: string;
}

/** The reason why the values of a request are refused. */
export interface RequestFault {
  readonly message: string;
  readonly problems: readonly RequestProblem[];
}

/** Faults that one error or result lists in its `problems`. */
export const MAX_LISTED_PROBLEMS = 100;

/** What a JSON text is: the whole body of a request, or its variables alone. */
export type JsonRoot = "body" | "variables";

/**
 * Returns why the variables of a request must be refused before they are used: JavaScript changed a number when it
 * parsed them. Undefined when all are kept exactly.
 *
 * @param text JSON that has been parsed without an error
 * @param onOther called when there is a number that is kept exactly, but must not be an ID
 */
export function findInexactNumbers(
  text: string,
  root: JsonRoot,
  onOther?: () => void,
): RequestFault | undefined {
  const paths: ValuePath[] = [];
  let hasOther = false as boolean;
  visitUnusualNumbers(text, ({ source, path }) => {
    if (isExactText(source) && isExact(Number(source))) {
      hasOther ||= !isIdText(source);
      return false;
    }
    const [member, ...variablePath] = root === "body" ? path() : ["variables", ...path()];
    if (member === "variables") paths.push(variablePath);
    return paths.length === MAX_STATED_PROBLEMS;
  });
  if (hasOther) onOther?.();
  return paths.length === 0 ? undefined : toRequestFault(paths, NOT_EXACT);
}

/** Returns the fault of a request in whose variables the same is wrong in several places. */
export function toRequestFault(paths: readonly ValuePath[], message: string): RequestFault {
  return {
    message: printProblems(
      "variables",
      paths.map((path) => ({ path, message })),
    ),
    problems: paths.map((path) => {
      const [variable, ...inside] = toAnswerPath(path);
      return { ...(variable !== undefined && { variable: String(variable) }), path: inside, message };
    }),
  };
}
