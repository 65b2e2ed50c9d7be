import { InputProblem } from "../errors/inputProblem.js";

/** The parts of a create request that EnOS can find fault with, under its names, which are ours too. */
const FIELDS = [
  "orgId",
  "productKey",
  "timezone",
  "deviceName",
  "deviceAttributes",
  "deviceKey",
  "deviceDesc",
  "deviceTags",
];

/**
 * Gives the problem that EnOS names in `Invalid Argument <field>:<reason>`.
 *
 * The wording is EnOS's habit and no promise: a message of any other form keeps its whole text and has no path.
 */
export function fromInvalidArgument(message: string): InputProblem {
  const match = /^invalid arguments?\s+([\w.]+)\s*:\s*(.+)$/is.exec(message);
  const path = match?.[1]?.split(".") ?? [];
  return match?.[2] && FIELDS.includes(path[0] ?? "")
    ? new InputProblem(path, match[2].trim())
    : new InputProblem([], message || "EnOS gave no reason.");
}
