import { closeAll, startSubgraph } from "../support/subgraph.js";
import { ORG } from "../support/createDevice.js";
import { ImportFolder, removeFolders } from "./importCommand.js";

afterEach(async () => {
  await closeAll();
  await removeFolders();
});

const COLUMNS = [
  "orgId",
  "productKey",
  "deviceKey",
  "name",
  "name.zh_CN",
  "timezone",
  "desc",
  "idempotencyKey",
  "tags.site",
  "attributes.ratedPower",
  "attributes.count",
  "attributes.ratio",
  "attributes.enabled",
  "attributes.phase",
  "attributes.side",
  "attributes.serial",
  "attributes.installed",
  "attributes.calibrated",
  "attributes.readings",
  "attributes.labels",
  "attributes.location",
  "attributes.extras",
  "attributes.handbook",
  "attributes.area",
  "attributes.colour",
] as const;
type Cells = Partial<Record<(typeof COLUMNS)[number], string>>;

const SOUND: Cells = { name: "Turbine", timezone: "+08:00", "attributes.ratedPower": "1" };

/** A row as it stands in the file, or the cells by which it differs from a sound one. */
type BadRow = readonly [kind: string, row: Cells | string, column: string, message: string];

const LONG = "x".repeat(300);

const BAD_ROWS: readonly BadRow[] = [
  ["no name", { name: "" }, "name", "is empty"],
  ["a name that is too long", { name: "x".repeat(65) }, "name", "64"],
  ["a translation that is too long", { "name.zh_CN": "风".repeat(65) }, "name.zh_CN", "64"],
  ["a name that a spreadsheet could not compute", { name: "#NAME?" }, "name", "error of a spreadsheet"],
  ["a formula as a name", { name: "=cmd|' /C calc'!A0" }, "name", "formula"],
  ["a formula as a description", { desc: '=HYPERLINK("http://example.com")' }, "desc", "formula"],
  ["a formula with line ends", { desc: "=1\n+\u001b[2J1" }, "desc", "'=1 + [2J1"],
  ["no time zone", { timezone: "" }, "timezone", "is empty"],
  ["a zone that does not exist", { timezone: "Asia/Atlantis" }, "timezone", "zone"],
  ["an abbreviation of a zone", { timezone: "GMT+8" }, "timezone", "zone"],
  ["an offset without minutes", { timezone: "+8" }, "timezone", "zone"],
  ["an offset out of range", { timezone: "+25:00" }, "timezone", "zone"],
  ["a device key that is too short", { deviceKey: "abc" }, "deviceKey", "4"],
  ["a device key that is too long", { deviceKey: "k".repeat(65) }, "deviceKey", "64"],
  ["a 12-digit key that was rounded", { deviceKey: "1.23457E+11" }, "deviceKey", "rounded number"],
  ["the same with a decimal comma", { deviceKey: "1,23457E+11" }, "deviceKey", "rounded number"],
  ["a 19-digit key that was cut", { deviceKey: "1541815603606030000" }, "deviceKey", "15th"],
  ["a device key that is there already", { deviceKey: "taken-key" }, "deviceKey", "belongs to a device"],
  [
    "a device key of the row before",
    { deviceKey: "same-key", desc: "other" },
    "deviceKey",
    "same as on line 2",
  ],
  [
    "an idempotency key of the row before",
    { idempotencyKey: "same-intent" },
    "idempotencyKey",
    "same as on line 2",
  ],
  ["an idempotency key that is too long", { idempotencyKey: LONG }, "idempotencyKey", "256"],
  ["a description that no text can hold", { desc: "a\u0000b" }, "desc", "U+0000"],
  ["a tag that is too long", { "tags.site": LONG }, "tags.site", "200"],
  ["a tag with a blank at its end", { "tags.site": "north " }, "tags.site", "blank"],
  ["a product that does not exist", { productKey: "NoSuch01" }, "productKey", "no product"],
  ["a product that cannot exist", { productKey: "no'such" }, "productKey", "no product"],
  ["an organization that is out of reach", { orgId: "o15475450989193" }, "", "EnOS denies"],
  ["no required attribute", { "attributes.ratedPower": "" }, "attributes.ratedPower", "required"],
  ["text as a number", { "attributes.ratedPower": "much" }, "attributes.ratedPower", "is not a number"],
  ["a decimal comma", { "attributes.ratedPower": "1,5" }, "attributes.ratedPower", "write 1.5"],
  [
    "a thousands separator",
    { "attributes.ratedPower": "1,234.5" },
    "attributes.ratedPower",
    "is not a number",
  ],
  ["a unit behind a number", { "attributes.ratedPower": "5 kW" }, "attributes.ratedPower", "is not a number"],
  [
    "more digits than a number carries",
    { "attributes.ratedPower": "123456789.123456789123" },
    "attributes.ratedPower",
    "more digits",
  ],
  [
    "a long number that was rounded",
    { "attributes.ratedPower": "1.23457E+11" },
    "attributes.ratedPower",
    "rounded number",
  ],
  ["an infinite number", { "attributes.ratio": "1e999" }, "attributes.ratio", "more digits"],
  ["a fraction as an integer", { "attributes.count": "1.5" }, "attributes.count", "whole number"],
  ["leading zeros", { "attributes.count": "007" }, "attributes.count", "Write 7"],
  ["a 19-digit integer", { "attributes.count": "1541815603606036481" }, "attributes.count", "more digits"],
  ["an integer beyond 32 bits", { "attributes.count": "3000000000" }, "attributes.count", "2147483647"],
  [
    "a truth value in German",
    { "attributes.enabled": "WAHR" },
    "attributes.enabled",
    "neither true nor false",
  ],
  ["a number that is no choice", { "attributes.phase": "3" }, "attributes.phase", "not one of 1, 2"],
  ["a text that is no choice", { "attributes.side": "North" }, "attributes.side", "not one of north, south"],
  [
    "a serial number that is too long",
    { "attributes.serial": "123456789012345678901" },
    "attributes.serial",
    "20",
  ],
  [
    "a serial number that was rounded",
    { "attributes.serial": "1.23457E+14" },
    "attributes.serial",
    "rounded number",
  ],
  ["a date of another country", { "attributes.installed": "31.01.2026" }, "attributes.installed", "date"],
  ["a time in words", { "attributes.calibrated": "yesterday" }, "attributes.calibrated", "milliseconds"],
  ["a list that is none", { "attributes.readings": "1;2" }, "attributes.readings", "JSON array"],
  [
    "a list with an element of another type",
    { "attributes.labels": '["a",1]' },
    "attributes.labels",
    "1 must be a string",
  ],
  [
    "a number in a list that would be changed",
    { "attributes.readings": "[1541815603606036481]" },
    "attributes.readings",
    "more digits",
  ],
  [
    "the same in a value of any type",
    { "attributes.area": '{"a":[1541815603606036481]}' },
    "attributes.area",
    "more digits",
  ],
  ["a number that is too small", { "attributes.ratio": "1e-400" }, "attributes.ratio", "more digits"],
  ["a structure that is none", { "attributes.location": "52.5,13.4" }, "attributes.location", "JSON object"],
  [
    "a structure without a required member",
    { "attributes.location": '{"latitude":1}' },
    "attributes.location",
    "longitude is required",
  ],
  ["a map that is none", { "attributes.extras": "[1]" }, "attributes.extras", "JSON object"],
  [
    "an attribute that the model does not have",
    { "attributes.colour": "red" },
    "attributes.colour",
    "no attribute",
  ],
  ["a formula as an attribute", { "attributes.handbook": "=1+1" }, "attributes.handbook", "formula"],
  ["a cell too many", `${",".repeat(COLUMNS.length)}extra`, "", `${COLUMNS.length + 1} cells`],
  ["cells too few", "only,three,cells", "", "If a spreadsheet program left out empty cells"],
  ["a quote out of place", `,,,15" pipe,,+08:00${",".repeat(COLUMNS.length - 6)}`, "", "quote out of place"],
  [
    "a row that stands twice",
    { ...SOUND, deviceKey: "same-key", idempotencyKey: "same-intent" },
    "",
    "same as line 2",
  ],
];

/** Rows in which nothing is wrong, although it looks like it. */
const GOOD_ROWS: readonly Cells[] = [
  { deviceKey: "same-key", idempotencyKey: "same-intent" },
  { deviceKey: "154181560360", desc: "twelve digits that are whole" },
  { deviceKey: "1541815603606036481", desc: "nineteen that are whole" },
  { deviceKey: "'1000000000000000", desc: "sixteen that are right as they are" },
  { deviceKey: "0042", desc: "zeros that were kept" },
  { name: "'=1+1", desc: "text that begins like a formula" },
  { name: "-spare unit", desc: "a hyphen" },
  { name: 'a "quoted", name', desc: "two\nlines" },
  { "attributes.handbook": "'=1+1", "attributes.serial": "'1000000000000000" },
  { "attributes.area": "1541815603606036481" },
  { "attributes.ratedPower": "'1.23457E+11", "attributes.ratio": "1.5E+10" },
  { timezone: "-03:30", "attributes.enabled": "TRUE", "attributes.phase": "2", "attributes.side": "south" },
  {
    "attributes.count": "-7",
    "attributes.ratio": "1.5e3",
    "attributes.serial": "0042",
    "attributes.installed": "2026-01-31",
    "attributes.calibrated": "1769846400000",
    "attributes.readings": "[1, 2.5]",
    "attributes.labels": '["a"]',
    "attributes.location": '{"latitude":1,"longitude":2}',
    "attributes.extras": '{"a":[1]}',
    "attributes.handbook": "ftp://example.com/a.pdf",
  },
];

function toLine(row: Cells | string): string {
  if (typeof row === "string") return row;
  const cells: Cells = { ...SOUND, ...row };
  return COLUMNS.map((column) => `"${(cells[column] ?? "").replaceAll('"', '""')}"`).join(",");
}

test("every kind of bad row is reported by line and column, and the rest is imported", async () => {
  const subgraph = await startSubgraph();
  await subgraph.enos.settings({ modelRefusals: "unnamed" });
  await subgraph.enos.addDevices({ orgId: ORG, productKey: "AllTypes", deviceKey: "taken-key" });
  const lines = [COLUMNS.join(","), ...GOOD_ROWS.map(toLine)];
  const places = BAD_ROWS.map(([kind, row, column, message]) => {
    // Empty lines, and lines of nothing but delimiters, are no rows.
    lines.push("", ",".repeat(COLUMNS.length - 1));
    const line = lines.join("\n").split("\n").length + 1;
    lines.push(toLine(row));
    return { kind, line, column, message };
  });
  const folder = await ImportFolder.create(subgraph, `${lines.join("\n")}\n`);
  const args = [folder.file(), "--url", subgraph.app.url, "--org", ORG, "--product", "AllTypes"];
  const { code, stdout } = await folder.run([], { args });

  const reported = stdout.split("\n");
  const missing = places.filter(({ line, column, message }) => {
    const start = column === "" ? `line ${line}, ` : `line ${line}, column ${column}: `;
    return !reported.some((text) => text.startsWith(start) && text.includes(message));
  });
  expect(
    missing.map((place) => [place, reported.filter((text) => text.startsWith(`line ${place.line},`))]),
  ).toEqual([]);
  expect(code).toBe(1);
  const failed = await folder.rows("devices.failed.csv");
  expect(failed.map((row) => Number(row["import.line"])).sort((a, b) => a - b)).toEqual(
    places.map(({ line }) => line),
  );
  expect(await folder.rows("devices.results.csv")).toHaveLength(GOOD_ROWS.length);
  const names = (await subgraph.enos.devices()).map(
    ({ deviceName }) => (deviceName as { defaultValue: string }).defaultValue,
  );
  expect(names).toEqual(expect.arrayContaining(["=1+1", "-spare unit", 'a "quoted", name']));
  expect(BAD_ROWS.length).toBeGreaterThanOrEqual(50);
});
