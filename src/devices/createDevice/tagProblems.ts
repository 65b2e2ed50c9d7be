import type { JsonMap, JsonValue } from "../../scalars/json.js";
import { InputProblem } from "../errors/inputProblem.js";
import { lengthOf } from "./textLength.js";

const MOST_TAGS = 100;
const LONGEST_KEY = 50;
const LONGEST_VALUE = 200;

/**
 * Gives the faults of `deviceTags`.
 *
 * @see EnOS device connection manual, "Limitations"; EnOS API manual, FAQ "Tags representation"
 */
export function findTagProblems(tags: JsonMap): InputProblem[] {
  const entries = Object.entries(tags);
  const problems = entries.flatMap(([key, value]) => findFault(key, value).map((fault) => at(key, fault)));
  if (entries.length > MOST_TAGS) {
    const message = `holds ${entries.length} tags: a device has ${MOST_TAGS} at most.`;
    problems.unshift(new InputProblem(["deviceTags"], message));
  }
  return problems;
}

function findFault(key: string, value: JsonValue): string[] {
  const faults: string[] = [];
  if (key === "" || lengthOf(key) > LONGEST_KEY)
    faults.push(`has a key that is not 1 to ${LONGEST_KEY} characters long.`);
  if (typeof value !== "string") return [...faults, "is not a string: every tag is."];
  if (lengthOf(value) > LONGEST_VALUE) faults.push(`is longer than ${LONGEST_VALUE} characters.`);
  if (value !== value.trim()) faults.push("starts or ends with a space.");
  return faults;
}

function at(key: string, message: string): InputProblem {
  return new InputProblem(["deviceTags", key], message);
}
