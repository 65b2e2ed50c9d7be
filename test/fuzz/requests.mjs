import { globSync, readFileSync } from "node:fs";

import { anyValue, mutateText, mutateValue, toLiteral } from "./values.mjs";

const INPUT = {
  orgId: "o15475450989191",
  productKey: "Vu82Agp3",
  timezone: "+08:00",
  deviceName: { defaultValue: "Turbine", i18nValue: { zh_CN: "风机" } },
  deviceDesc: "Unit 7",
  deviceAttributes: { elevation: 12.5, list: [1, 2], nested: { a: true } },
  deviceTags: { floor: "3" },
};
const REFERENCE = { __typename: "Device", orgId: INPUT.orgId, assetId: "a1" };
const BY_KEY = { __typename: "Device", orgId: INPUT.orgId, productKey: INPUT.productKey, deviceKey: "k1" };

const VARIABLES = {
  input: INPUT,
  inputs: [INPUT, INPUT],
  orgId: INPUT.orgId,
  assetId: "a1",
  productKey: INPUT.productKey,
  deviceKey: "k1",
  refs: [REFERENCE, BY_KEY],
};
const DOCUMENTS = [
  ...globSync("schema/operations/*.graphql").map((path) => readFileSync(path, "utf8")),
  "query($refs: [_Any!]!) { _entities(representations: $refs) { __typename ... on Device { assetId product { productKey } } } }",
  "{ _service { sdl } }",
  "{ __schema { types { name fields { name } } } }",
  "query($a: Boolean! = true) { __typename @include(if: $a) b: __typename @skip(if: $a) }",
];
const PIECES = [
  ...[
    "{",
    "}",
    "(",
    ")",
    "[",
    "]",
    "...",
    "@skip(if: true)",
    "@include(if: $x)",
    "@defer",
    "fragment F on Query",
    "on",
  ],
  ...[
    "query",
    "mutation",
    "subscription",
    "$input",
    "$refs",
    ": ",
    "!",
    "=",
    "null",
    "true",
    "1e999",
    "-0",
    '"',
    '"""',
  ],
  ...[
    "__typename",
    "createDevice",
    "createDevices",
    "device",
    "_entities",
    "_service",
    "__type",
    "...F",
    "a:",
    "#",
    "\u0000",
  ],
];
const TYPES = [
  ...[
    "application/json",
    "application/json; charset=utf-8",
    "application/json; charset=utf-7",
    "text/plain",
    "",
  ],
  ...[
    "application/graphql",
    "multipart/form-data; boundary=a",
    "application/x-www-form-urlencoded",
    "a/b/c",
    ";;;",
  ],
];
const ACCEPTS = [
  ...[
    "*/*",
    "application/json",
    "application/graphql-response+json",
    "text/html",
    "multipart/mixed",
    "",
    ";q=x",
  ],
  "application/graphql-response+json, application/json;q=0.9",
];
const METHODS = ["GET", "GET", "GET", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD", "TRACE"];
const SCOPES = [
  "",
  "device:create",
  "device:read",
  "device:create device:read device:secret",
  "x".repeat(900),
  "*",
];
const ORGANIZATIONS = ["*", INPUT.orgId, `${INPUT.orgId},o2`, "", "__proto__", "o2 o3"];

/**
 * Gives a request, most often one that nearly makes sense: what is far off is refused by the first check.
 *
 * @returns {{ method: string, path: string, headers: Record<string, string>, body: string }}
 */
export function anyRequest(random, routerSecret) {
  const payload = anyPayload(random);
  const headers = anyHeaders(random, routerSecret);
  if (random.chance(0.92))
    return { method: "POST", path: "/graphql", headers, body: anyBody(random, payload) };
  const parameters = Object.entries(payload ?? {}).map(([name, value]) => [
    name,
    typeof value === "string" ? value : JSON.stringify(value),
  ]);
  const search = new globalThis.URLSearchParams(parameters).toString().slice(0, 8_000);
  const path = random.pick(["/graphql", "/graphql", "/graphql/", "/", "/%ff", "/playground", "//graphql"]);
  return { method: random.pick(METHODS), path: `${path}?${search}`, headers, body: "" };
}

function anyPayload(random) {
  if (random.chance(0.15)) return withDefaults(random);
  const query = random.chance(0.3) ? literalMutation(random) : random.pick(DOCUMENTS);
  const payload = {
    query: random.chance(0.4) ? mutateText(random, query, PIECES) : query,
    variables: random.chance(0.8) ? mutateValue(random, VARIABLES) : VARIABLES,
  };
  if (random.chance(0.05)) payload.operationName = anyValue(random);
  if (random.chance(0.05)) payload.extensions = anyValue(random);
  return random.chance(0.03) ? mutateValue(random, payload, 0.8) : payload;
}

/** Each variable may have a default and be missing, null or nonsense: what it comes to is seen only late. */
function withDefaults(random) {
  const defaultOf = (value) =>
    random.chance(0.8) ? ` = ${toLiteral(random.chance(0.4) ? mutateValue(random, value) : value)}` : "";
  const refs = Array.from({ length: 1 + random.below(60) }, () => random.pick([REFERENCE, BY_KEY]));
  const list = random.pick(["[_Any!]!", "[_Any!]", "[_Any]"]);
  const aliases = Array.from({ length: 1 + random.below(29) }, (_, index) => `a${index}: `);
  const query = random.pick([
    `query($refs: ${list}${defaultOf(refs)}) { ${aliases
      .map((alias) => `${alias}_entities(representations: $refs) { __typename }`)
      .join(" ")} }`,
    `query($orgId: ID${defaultOf(INPUT.orgId)}, $assetId: ID${defaultOf("a1")}) {
      device(orgId: $orgId, assetId: $assetId) { assetId } }`,
    `mutation($timezone: String${defaultOf("+08:00")}, $name: String${defaultOf("Turbine")}) { ...Create }
      fragment Create on Mutation { createDevice(input: { orgId: "${INPUT.orgId}", productKey: "${INPUT.productKey}",
        timezone: $timezone, deviceName: { defaultValue: $name } }) { __typename } }`,
    `query($on: Boolean${defaultOf(true)}) { __typename @include(if: $on) }`,
  ]);
  const values = { refs, orgId: INPUT.orgId, assetId: "a1", timezone: "+08:00", name: "Turbine", on: true };
  const sent = Object.entries(values)
    .filter(() => random.chance(0.6))
    .map(([name, value]) => [name, random.chance(0.5) ? null : mutateValue(random, value)]);
  return { query, variables: Object.fromEntries(sent) };
}

function literalMutation(random) {
  return `mutation { createDevice(input: ${toLiteral(mutateValue(random, INPUT))}) { __typename } }`;
}

function anyBody(random, payload) {
  const text = JSON.stringify(random.chance(0.02) ? [payload, payload] : payload) ?? "";
  if (random.chance(0.9)) return text;
  if (random.chance(0.1))
    return `{"query":"{__typename}","variables":{"a":${"[".repeat(random.below(60_000))}`;
  if (random.chance(0.05)) return text.padEnd(300_000);
  return mutateText(random, text, ["{", "}", '"', "\\", "\\u0000", ",", "null", "1e400", "\u0007"]);
}

function anyHeaders(random, routerSecret) {
  const headers = {
    "content-type": random.chance(0.95) ? "application/json" : random.pick(TYPES),
    "router-authorization": random.chance(0.95) ? routerSecret : random.pick(["", "x", `${routerSecret}x`]),
    "x-caller-orgs": random.chance(0.8) ? "*" : random.pick(ORGANIZATIONS),
    "x-caller-scopes": random.chance(0.7) ? SCOPES[3] : random.pick(SCOPES),
  };
  if (random.chance(0.2)) headers.accept = random.pick(ACCEPTS);
  if (random.chance(0.1)) headers["apollo-require-preflight"] = "1";
  if (random.chance(0.03))
    headers.traceparent = random.pick([
      "00-0-0-0",
      "x".repeat(100),
      `00-${"a".repeat(32)}-${"b".repeat(16)}-01`,
    ]);
  if (random.chance(0.02)) headers[`x-${"y".repeat(random.below(50))}`] = "z".repeat(random.below(17_000));
  if (random.chance(0.02)) headers.expect = random.pick(["100-continue", "miracles"]);
  return headers;
}
