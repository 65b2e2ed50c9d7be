import { ask, askByVariable, printLiteral } from "./echo.js";

test.each([
  ["translations, some of them empty", `{"defaultValue":"T","i18nValue":{"zh_CN":"风机","en_US":""}}`],
  ["no translations", `{"defaultValue":"T","i18nValue":{}}`],
  ["what only the operation can check", `{"defaultValue":"","i18nValue":{"e":"a\\u0007"}}`],
  ["locales of any shape", `{"defaultValue":"T","i18nValue":{"en":"a","zh_Hans_CN":"b","es_419":"c"}}`],
])("%s comes back as it was sent, by variable and by literal", async (_, json) => {
  const expected = { data: `{"text":${json}}`, messages: [] };
  expect(await askByVariable("text", json)).toMatchObject(expected);
  expect(await ask(`{ text(value: ${printLiteral(JSON.parse(json))}) }`)).toMatchObject(expected);
});

test("locales may be written with hyphens, and a null i18nValue is an absent one", async () => {
  const hyphens = `{"defaultValue":"T","i18nValue":{"zh-Hans-CN":"风机"}}`;
  expect((await askByVariable("text", hyphens)).data).toBe(`{"text":${hyphens}}`);
  const { data } = await ask(`{ text(value: {defaultValue: "T", i18nValue: null}) }`);
  expect(data).toBe(`{"text":{"defaultValue":"T","i18nValue":{}}}`);
});

test.each([
  ["no default", `{}`, ["defaultValue"], "is required"],
  ["a null default", `{"defaultValue":null}`, ["defaultValue"], "must be a string, not null"],
  ["a number", `{"defaultValue":9007199254740993}`, ["defaultValue"], "must be a string, not a number"],
  ["an unknown field", `{"defaultValue":"T","i18n":{}}`, ["i18n"], "unknown field"],
  ["a list", `{"defaultValue":"T","i18nValue":[]}`, ["i18nValue"], "must be an object of texts by locale"],
  ["a null", `{"defaultValue":"T","i18nValue":{"en":null}}`, ["i18nValue", "en"], "not null"],
  ["a map", `{"defaultValue":"T","i18nValue":{"en":{}}}`, ["i18nValue", "en"], "not an object"],
  [
    "a reserved key",
    `{"defaultValue":"T","i18nValue":{"__proto__":""}}`,
    ["i18nValue", "__proto__"],
    "reserved",
  ],
  [
    "too much text",
    JSON.stringify({ defaultValue: "x".repeat(262_145) }),
    [],
    "more than 262,144 characters",
  ],
  ["a bare text", `"Turbine"`, [], 'must be an object such as { "defaultValue": "Turbine" }, not a string'],
])("%s is refused alike by variable and by literal: %s", async (_, json, path, message) => {
  const expected = [{ path, message: expect.stringContaining(message) as string }];
  const byVariable = await askByVariable("text", json);
  const byLiteral = await ask(`{ text(value: ${printLiteral(JSON.parse(json))}) }`);
  expect(byVariable.problems).toEqual(expected);
  expect(byLiteral.problems).toEqual(expected);
  expect([byVariable.code, byLiteral.code]).toEqual(["BAD_USER_INPUT", "BAD_USER_INPUT"]);
});

test("a variable without a value inside a literal is an absent translation", async () => {
  const source = `query ($v: String) { text(value: {defaultValue: "T", i18nValue: {en: $v, de: "D"}}) }`;
  expect((await ask(source)).data).toBe(`{"text":{"defaultValue":"T","i18nValue":{"de":"D"}}}`);
});

test("a number that cannot be kept is a number all the same", async () => {
  const { messages } = await ask("{ text(value: {defaultValue: 1e400}) }");
  expect(messages).toEqual([
    `Invalid StringI18n for "value": at "defaultValue": must be a string, not a number.`,
  ]);
});

test("a client reads every fault with its place, whatever the variable is called", async () => {
  const { messages } = await ask(`query ($x: DeviceInput) { device(input: $x) }`, {
    x: { deviceName: { defaultValue: 1, i18nValue: { zh_CN: 3 } } },
  });
  expect(messages).toEqual([
    `Variable "$x" got invalid value { defaultValue: 1, i18nValue: { zh_CN: 3 } } at "x.deviceName"; ` +
      `Invalid StringI18n: at "defaultValue": must be a string, not a number; ` +
      `at "i18nValue.zh_CN": must be a string, not a number.`,
  ]);
});

test("inside an input object a literal's refusal names the field it was given for", async () => {
  const { messages } = await ask(`{ device(input: {deviceName: {defaultValue: T}, deviceTags: [{a: ON}]}) }`);
  expect(messages).toEqual([
    `Invalid StringI18n for "deviceName": at "defaultValue": must be a string, not an enum value.`,
    `Invalid Map: at "a": ON is not JSON (put it in quotes).`,
  ]);
});

test.each([
  [
    { defaultValue: "T", i18nValue: null },
    { defaultValue: "T", i18nValue: {} },
  ],
  [
    { defaultValue: "T", i18nValue: "" },
    { defaultValue: "T", i18nValue: {} },
  ],
  [
    { defaultValue: "T", i18nValue: { en_US: "", zh_CN: null } },
    { defaultValue: "T", i18nValue: { en_US: "" } },
  ],
  [
    { defaultValue: "", extra: 1 },
    { defaultValue: "", i18nValue: {} },
  ],
  [
    { defaultValue: null, i18nValue: { en: "a\nb" } },
    { defaultValue: "", i18nValue: { en: "a\nb" } },
  ],
  ["Turbine", { defaultValue: "Turbine", i18nValue: {} }],
])(
  "what EnOS stored is answered in one shape, even where no client may send it: %j",
  async (stored, answer) => {
    expect((await ask("{ stored }", {}, stored)).data).toBe(JSON.stringify({ stored: answer }));
  },
);

test("what is no text at all is an error, not an empty name", async () => {
  expect((await ask("{ stored }", {}, [1])).messages).toEqual(["StringI18n cannot represent a list."]);
});
