import type { JsonValue } from "../../scalars/json.js";
import type { DeviceRecord } from "../deviceRecord.js";
import { InputProblem } from "../inputProblem.js";
import type { CreateDeviceInput } from "./input.js";
import { isSameText, isSameTimezone, isSameValue } from "./storedForms.js";

/**
 * Returns the clear differences between an input and a stored device.
 *
 * EnOS, its console, a model's defaults and the device itself change stored fields. A wrong difference costs the caller
 * the device's secret, whereas a wrong match shows in `replayed` and in the fields. So only fields that both sides have
 * are compared, in forms that do not depend on how a platform stores them.
 */
export function findDifferences(input: CreateDeviceInput, stored: DeviceRecord): InputProblem[] {
  const { deviceName, deviceDesc, deviceTags, deviceAttributes } = input;
  const storedName = stored.deviceName;
  return [
    ...(isSameTimezone(input.timezone, stored.timezone) ? [] : [differs(["timezone"])]),
    ...(isSameText(deviceName.defaultValue, storedName?.defaultValue)
      ? []
      : [differs(["deviceName", "defaultValue"])]),
    ...compareMembers(["deviceName", "i18nValue"], deviceName.i18nValue, storedName?.i18nValue, isSameText),
    ...(isSameText(deviceDesc, stored.deviceDesc) ? [] : [differs(["deviceDesc"])]),
    ...compareMembers(["deviceTags"], deviceTags, stored.deviceTags, isSameText),
    ...compareMembers(["deviceAttributes"], deviceAttributes, stored.deviceAttributes, isSameValue),
  ];
}

type Members = Readonly<Record<string, JsonValue>> | null | undefined;

/** Compares the members that both sides have: a platform may drop unknown members and add its own. */
function compareMembers(
  path: readonly string[],
  sent: Members,
  stored: Members,
  isSame: (sent: JsonValue, stored: JsonValue | undefined) => boolean,
): InputProblem[] {
  return Object.entries(sent ?? {})
    .filter(([name, value]) => stored && Object.hasOwn(stored, name) && !isSame(value, stored[name]))
    .map(([name]) => differs([...path, name]));
}

function differs(path: readonly string[]): InputProblem {
  return new InputProblem(path, "DIFFERENT", "differs from the existing device.");
}
