import { findTextFault } from "../../scalars/textFault.js";
import { InputProblem } from "../errors/inputProblem.js";
import { findAttributeProblems } from "./attributeProblems.js";
import type { CreateDeviceInput } from "../createDeviceInput.js";
import { findTagProblems } from "./tagProblems.js";
import { lengthOf } from "./textLength.js";
import { isTimezone } from "./timezone.js";

const LONGEST_NAME = 64;
const KEY_LENGTH = { least: 4, most: 64 };
/** Ours: no manual states a limit, and none of EnOS's own IDs comes near it. */
const LONGEST_ID = 256;

/**
 * Gives every fault of an input that can be found without asking EnOS, each with its place.
 *
 * Where EnOS's manuals contradict each other, as over the characters of a device key, nothing is found: EnOS
 * is the judge.
 *
 * @see EnOS device connection manual, "Limitations"
 */
export function findProblems(input: CreateDeviceInput): InputProblem[] {
  return [
    ...findIdProblems("orgId", input.orgId),
    ...findIdProblems("productKey", input.productKey),
    ...findTimezoneProblems(input.timezone),
    ...findNameProblems(input),
    ...findAttributeProblems(input.deviceAttributes ?? {}),
    ...findKeyProblems(input.deviceKey),
    ...findDescriptionProblems(input.deviceDesc),
    ...findTagProblems(input.deviceTags ?? {}),
    ...findIdProblems("idempotencyKey", input.idempotencyKey),
  ];
}

function findIdProblems(name: string, id: string | null | undefined): InputProblem[] {
  if (id == null) return [];
  if (id.trim() === "") return [new InputProblem([name], "is empty.")];
  if (lengthOf(id) > LONGEST_ID)
    return [new InputProblem([name], `is longer than ${LONGEST_ID} characters.`)];
  return findTextProblems(name, id);
}

function findTimezoneProblems(timezone: string): InputProblem[] {
  if (isTimezone(timezone)) return [];
  const remedy = "write a UTC offset such as +08:00 or an IANA zone such as Asia/Shanghai.";
  return [new InputProblem(["timezone"], `is not a time zone: ${remedy}`)];
}

function findNameProblems({ deviceName }: CreateDeviceInput): InputProblem[] {
  const texts: [string[], string][] = [
    [["deviceName", "defaultValue"], deviceName.defaultValue],
    ...Object.entries(deviceName.i18nValue ?? {}).map(([locale, text]): [string[], string] => [
      ["deviceName", "i18nValue", locale],
      text,
    ]),
  ];
  return texts
    .filter(([, text]) => lengthOf(text) > LONGEST_NAME)
    .map(([path]) => new InputProblem(path, `is longer than ${LONGEST_NAME} characters.`));
}

function findKeyProblems(key: string | null | undefined): InputProblem[] {
  if (key == null) return [];
  const length = lengthOf(key);
  if (length < KEY_LENGTH.least || length > KEY_LENGTH.most) {
    const { least, most } = KEY_LENGTH;
    return [
      new InputProblem(["deviceKey"], `has ${length} characters: a device key has ${least} to ${most}.`),
    ];
  }
  return findTextProblems("deviceKey", key);
}

/** A description may have lines. */
function findDescriptionProblems(description: string | null | undefined): InputProblem[] {
  return findTextProblems("deviceDesc", (description ?? "").replace(/[\t\n\r]/g, " "));
}

function findTextProblems(name: string, text: string): InputProblem[] {
  const fault = findTextFault(text);
  return fault === undefined ? [] : [new InputProblem([name], `${fault}.`)];
}
