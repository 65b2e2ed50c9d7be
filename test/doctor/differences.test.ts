import type { Edition, Settings } from "../../src/sandbox/settings.js";
import { NORMALIZATION_NAMES } from "../../src/sandbox/devices/normalizations.js";
import { ORG, PRODUCT } from "../support/createDevice.js";
import { type DoctorRun, Patient, examine } from "./runDoctor.js";

const PAGE = "How large may a page of devices be?";
const OPERATORS = "Does a search take `!=`, a list of statuses and firmwareVersion (EnOS 2.3 and later)?";
const STORED = "What is stored otherwise than it is sent?";
const CLOCK = "How far may a request's timestamp be off?";
const LAG = "After which time do reads show";

const NOT_FOUND = "HTTP 200, code 99404 “Not found”";
const INVALID_STATUS = "HTTP 200, code 11794 “Device status is invalid”";

/** Returns the answers that the report marks, but those about the read lag, which depends on the machine. */
function markedAnswers({ rows }: DoctorRun): Record<string, string> {
  const marked = [...rows].filter(([question, { isMarked }]) => isMarked && !question.startsWith(LAG));
  return Object.fromEntries(marked.map(([question, { answer }]) => [question, answer]));
}

const UNTIL_2_3 = {
  "How is a read of an unknown device refused?": NOT_FOUND,
  [PAGE]: "200",
  "What becomes of a time zone that does not exist?": "it is taken",
  "How is deleting a device refused that is deleted?": NOT_FOUND,
};

const UNTIL_2_2 = {
  ...UNTIL_2_3,
  "How is a read of an unknown product refused?": "HTTP 200, code 11611 “Not found”",
  "How is a device of an unknown product refused?": NOT_FOUND,
  "How is enabling a device refused that is enabled?": INVALID_STATUS,
  "How is disabling a device refused that is disabled?": INVALID_STATUS,
  "How is enabling a device refused that is deleted?": NOT_FOUND,
  [OPERATORS]: expect.stringMatching(/^no: HTTP 200, code 99400/) as string,
};

it.each<[Edition, Record<string, string>]>([
  [
    "2.1",
    {
      ...UNTIL_2_2,
      "Do reads show firmwareVersion and mirrorSource (EnOS 2.2 and later)?":
        "no: firmwareVersion and mirrorSource are missing",
    },
  ],
  ["2.2", UNTIL_2_2],
  [
    "2.3",
    {
      ...UNTIL_2_3,
      "How is enabling a device refused that is enabled?": "HTTP 200, code 99500 “Device is inactive”",
      "How is disabling a device refused that is disabled?": "HTTP 200, code 99500 “Device is disabled”",
      "How is enabling a device refused that is deleted?": "HTTP 200, code 99500 “Device not found”",
    },
  ],
  ["2.4", {}],
  [
    "3.0",
    {
      "May a device key have a colon?":
        "no: HTTP 200, code 99400 “invalid argument: The device identifier is invalid”",
    },
  ],
])("finds out what edition %s answers otherwise", async (edition, expected) => {
  const run = await examine({ edition });
  expect(markedAnswers(run)).toEqual(expected);
  expect(run.code).toBe(0);
});

it.each<[Partial<Settings>, Record<string, string>]>([
  [
    { patchAttributes: "replace" },
    {
      "Are the attributes of an update merged into the stored ones, or do they replace them?":
        "they replace the stored ones",
    },
  ],
  [{ patchTranslations: "merge" }, { "And the translations of a name?": "merged" }],
  [{ disabledStatus: "disabled" }, { "How do reads show that a device is disabled?": 'status "disabled"' }],
  [{ assetIds: "digits" }, { "What do asset IDs consist of?": "digits" }],
  [{ maxPageSize: 137 }, { [PAGE]: "137" }],
  [
    { clockWindowMs: 600_000 },
    {
      [CLOCK]: expect.stringMatching(
        /^9 min accepted, 14 min refused \(HTTP 401 .*9 min accepted.* ahead$/,
      ) as string,
    },
  ],
  [
    { modelRefusals: "unnamed" },
    {
      "How is an attribute refused that the thing model does not allow?":
        "HTTP 200, code 99400, and only “Invalid arguments” is said",
    },
  ],
  [
    { unknownAttributes: "refuse" },
    {
      "What becomes of an attribute that the thing model lacks?": expect.stringMatching(
        /^it is refused: HTTP 200, code 99400/,
      ) as string,
    },
  ],
  [
    { unknownAttributes: "drop" },
    {
      "What becomes of an attribute that the thing model lacks?": "it is dropped",
      [STORED]: expect.stringContaining('deviceAttributes.doctorDigits "1" → missing') as string,
    },
  ],
])("finds out the setting %j", async (settings, expected) => {
  expect(markedAnswers(await examine(settings))).toEqual(expected);
});

it("tells a model that takes unknown attributes from one that refuses them", async () => {
  const unknown = "What becomes of an attribute that the thing model lacks?";
  const refusing = await examine({}, "AllTypes");
  expect(refusing.rows.get(unknown)?.answer).toMatch(/^it is refused: HTTP 200, code 99400/);
  expect(markedAnswers(await examine({ unknownAttributes: "accept" }, "AllTypes"))).toEqual({});
});

it.each(NORMALIZATION_NAMES)("finds out that the store normalizes: %s", async (name) => {
  const marked = Object.keys(markedAnswers(await examine({ normalize: [name] })));
  const places = [
    STORED,
    "What does a full update leave of what it does not give?",
    "How is an empty description stored?",
  ];
  expect(marked.filter((question) => places.includes(question))).not.toEqual([]);
});

it("says how a value is stored", async () => {
  const { rows } = await examine({ normalize: ["numbersAsText", "zoneAlias", "trim"] });
  const answer = rows.get(STORED)?.answer;
  expect(answer).toContain('"7"');
  expect(answer).toContain('timezone "Asia/Calcutta" → "Asia/Kolkata"');
  expect(answer).toMatch(/deviceName\.defaultValue "Doctor throwaway \w{6} " → "Doctor throwaway \w{6}"/);
});

it("measures how long reads lag behind creations, updates and deletions", async () => {
  const { rows } = await examine({ readLagMs: 600 });
  const lags = [...rows].filter(([question]) => question.startsWith(LAG));
  expect(lags).toHaveLength(3);
  for (const [, { answer }] of lags) {
    const [, shown] = /^(\d+\.\d) s \(not yet after \d\.\d s\)$/.exec(answer) ?? [];
    expect(Number(shown)).toBeGreaterThanOrEqual(0.5);
  }
});

it.each([
  ["search", "May the account search devices?"],
  ["get", "May the account read a device?"],
  ["getProduct", "May the account read the product?"],
  ["getModel", "May the account read the product's thing model?"],
  ["create", "May the account create devices?"],
  ["update", "May the account update devices?"],
  ["enable", "May the account enable devices?"],
  ["disable", "May the account disable devices?"],
  ["delete", "May the account delete devices? (asked about an unknown one)"],
] as const)(
  "finds out that the account lacks the permission for %s, and goes on",
  async (operation, question) => {
    const { rows } = await examine({ deniedOperations: [operation] });
    const row = [...rows].find(([text]) => text === question)?.[1];
    expect(row?.answer).toMatch(
      /^(denied \(HTTP 200, code 99403|not found out: EnOS answered HTTP 200, code 99403)/,
    );
    expect(rows.has("How is enabling a device refused that is deleted?")).toBe(true);
  },
);

it("finds out by reading alone when it may not write", async () => {
  const patient = await Patient.start({ edition: "2.1" });
  try {
    const run = await patient.run(["--org", ORG, "--product", PRODUCT]);
    expect(run.code).toBe(0);
    expect(run.rows.get(PAGE)?.answer).toBe("200");
    const operations = (await patient.admin.calls()).map(({ operation }) => operation);
    expect([...new Set(operations)].sort()).toEqual(["get", "getModel", "getProduct", "search", "token"]);
  } finally {
    await patient.stop();
  }
});
