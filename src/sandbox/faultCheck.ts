import type { Fault } from "./fault.js";
import { guise } from "./settings.js";
import {
  anything,
  type Check,
  count,
  flag,
  isObject,
  listOf,
  mapOf,
  objectOf,
  oneOf,
  optional,
  type Shape,
  text,
  that,
  whole,
} from "./shape.js";

const httpStatus = that(
  "an HTTP status from 200 to 599",
  (value) => Number.isSafeInteger(value) && Number(value) >= 200 && Number(value) <= 599,
);

/** The members of each kind of fault beside `kind`. */
const KINDS: Readonly<Record<Fault["kind"], Shape>> = {
  delay: { ms: count },
  resetBefore: {},
  resetAfter: {},
  cutBody: {},
  http: {
    status: httpStatus,
    headers: optional(mapOf(text)),
    body: optional(anything),
    processed: optional(flag),
  },
  html: { status: optional(httpStatus), processed: optional(flag) },
  code: {
    code: whole,
    msg: optional(text),
    processed: optional(flag),
    field: optional(oneOf("code", "status")),
  },
  hang: { processed: optional(flag) },
  noAssetId: {},
  misspelled: {},
  noSecret: {},
  onlyAssetId: {},
  empty: {},
  expireToken: { guise },
};

const kind = oneOf(...Object.keys(KINDS));

const fault: Check = (value, place) => {
  if (!isObject(value)) return `${place}: expected an object`;
  const problem = kind(value.kind, `${place}.kind`);
  return problem ?? objectOf({ kind, ...KINDS[value.kind as Fault["kind"]] })(value, place);
};

const probability = that(
  "a number from 0 to 1",
  (value) => typeof value === "number" && value >= 0 && value <= 1,
);

/** Accepts what the admin call that orders faults may say. */
export const faultOrderCheck = objectOf({
  faults: optional(
    listOf(
      objectOf({
        on: optional(oneOf("create", "get", "search", "token")),
        times: optional(count),
        probability: optional(probability),
        fault,
      }),
    ),
  ),
  seed: optional(whole),
});
