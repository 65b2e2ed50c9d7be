import { isExact, isExactText, NOT_EXACT, visitLongNumbers } from "../scalars/exactNumbers.js";
import { printProblems } from "../scalars/inspection.js";
import { toAnswerPath, type ValuePath } from "../scalars/valuePath.js";

/** One fault of a request's values, as `extensions.problems` of an error tells it. */
export interface RequestProblem {
  /** Name of the variable, as the request has it. */
  readonly variable?: string;
  /** Name of the argument, when the value stands in the document. */
  readonly argument?: string;
  /** Keys and list positions from the variable's or argument's value down to the fault. */
  readonly path: ValuePath;
  readonly message: string;
}

/** Why a request's values are refused. */
export interface RequestFault {
  readonly message: string;
  readonly problems: readonly RequestProblem[];
}

/** Problems that one answer spells out. */
const MAX_PROBLEMS = 5;

/**
 * Returns why the variables of a request must be refused before they are used: a number in them is not what its
 * sender wrote once JavaScript has parsed it. Undefined when all are kept exactly.
 *
 * @param text JSON that has been parsed without an error
 * @param root what the text is: the whole body of a request, or its variables alone
 */
export function findInexactNumbers(text: string, root: "body" | "variables"): RequestFault | undefined {
  const paths: ValuePath[] = [];
  visitLongNumbers(text, ({ source, path }) => {
    if (isExactText(source) && isExact(Number(source))) return false;
    const [member, ...variablePath] = root === "body" ? path() : ["variables", ...path()];
    if (member === "variables") paths.push(variablePath);
    return paths.length === MAX_PROBLEMS;
  });
  if (paths.length === 0) return undefined;
  return {
    message: printProblems(
      "variables",
      paths.map((path) => ({ path, message: NOT_EXACT })),
    ),
    problems: paths.map((path) => {
      const [variable, ...inside] = toAnswerPath(path);
      return {
        ...(variable !== undefined && { variable: String(variable) }),
        path: inside,
        message: NOT_EXACT,
      };
    }),
  };
}
