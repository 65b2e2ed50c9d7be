import type { JsonMap, JsonValue } from "../../scalars/json.js";
import { InputProblem } from "../errors/inputProblem.js";
import { lengthOf } from "./textLength.js";

const MOST_ATTRIBUTES = 200;
const LONGEST_IDENTIFIER = 128;
const LONGEST_LIST = 1_024;
/** The most generous of the manuals: 1,024 in some, 4,000 in another. */
const LONGEST_STRING = 4_000;

/**
 * Gives the faults of `deviceAttributes` against the limits of every model; types are the model's to judge.
 *
 * @see EnOS device connection manual, "Limitations"
 */
export function findAttributeProblems(attributes: JsonMap): InputProblem[] {
  const entries = Object.entries(attributes);
  const problems = entries.flatMap(([name, value]) =>
    findFaults(name, value).map((fault) => new InputProblem(["deviceAttributes", name], fault)),
  );
  if (entries.length > MOST_ATTRIBUTES) {
    const message = `holds ${entries.length} attributes: a model defines ${MOST_ATTRIBUTES} at most.`;
    problems.unshift(new InputProblem(["deviceAttributes"], message));
  }
  return problems;
}

function findFaults(name: string, value: JsonValue): string[] {
  const faults: string[] = [];
  if (name === "" || lengthOf(name) > LONGEST_IDENTIFIER)
    faults.push(`has an identifier that is not 1 to ${LONGEST_IDENTIFIER} characters long.`);
  if (typeof value === "string" && lengthOf(value) > LONGEST_STRING)
    faults.push(`is longer than ${LONGEST_STRING} characters.`);
  if (Array.isArray(value) && value.length > LONGEST_LIST)
    faults.push(`holds ${value.length} elements: a list has ${LONGEST_LIST} at most.`);
  return faults;
}
