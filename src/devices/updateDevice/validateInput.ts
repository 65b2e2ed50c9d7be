import type { JsonMap } from "../../scalars/map.js";
import type { StringI18n } from "../../scalars/stringI18n.js";
import { findFieldProblems, findIdProblems } from "../createDevice/validateInput.js";
import { InputProblem } from "../inputProblem.js";
import type { UpdateDeviceInput } from "./input.js";

/** The fields that an update sets; each is given or absent, never null. */
export interface DeviceChanges {
  readonly timezone?: string;
  readonly deviceName?: StringI18n;
  readonly deviceAttributes?: JsonMap;
  readonly deviceDesc?: string;
  readonly deviceTags?: JsonMap;
}

const FIELDS = ["timezone", "deviceName", "deviceAttributes", "deviceDesc", "deviceTags"] as const;

/** Returns the fields to change, or every fault that can be found without asking EnOS, each with its place. */
export function readChanges(input: UpdateDeviceInput): DeviceChanges | InputProblem[] {
  const given = FIELDS.filter((field) => input[field] !== undefined);
  const set = given.filter((field) => input[field] !== null);
  const changes = Object.fromEntries(set.map((field) => [field, input[field]])) as DeviceChanges;
  const problems = [
    ...findIdProblems("orgId", input.orgId),
    ...given.filter((field) => input[field] === null).map(isNull),
    ...Object.keys(changes.deviceAttributes ?? {})
      .filter((name) => changes.deviceAttributes?.[name] === null)
      .map(isNullAttribute),
    ...findFieldProblems(changes),
  ];
  if (problems.length > 0) return problems;
  return changesAnything(changes) ? changes : [nothingToChange()];
}

/** Returns whether the update changes a field. An empty map of tags is a change, an empty map of attributes is not. */
function changesAnything({ deviceAttributes, ...others }: DeviceChanges): boolean {
  return Object.keys(others).length > 0 || Object.keys(deviceAttributes ?? {}).length > 0;
}

function isNull(field: string): InputProblem {
  return new InputProblem([field], "INVALID", "must not be null: leave it out to keep what the device has.");
}

function isNullAttribute(name: string): InputProblem {
  const message =
    "must not be null: leave it out to keep the attribute. EnOS does not say how to remove one.";
  return new InputProblem(["deviceAttributes", name], "INVALID", message);
}

function nothingToChange(): InputProblem {
  return new InputProblem([], "REQUIRED", `nothing to change: give at least one of ${FIELDS.join(", ")}.`);
}
