/** The one operation that every server is asked: the documented mutation, its union and all. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

export const ROUTER_SECRET = "bench-router-secret-of-32-letters";

export const ROOT = fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, "");

/** Gives the documented mutation of the clone in a folder. */
export function readCreateDevice(folder) {
  return readFileSync(`${folder}/schema/operations/createDevice.graphql`, "utf8");
}

export const CREATE_DEVICE = readCreateDevice(ROOT);

/** An input as a person would write it; without a key, because equal keyed requests share one call. */
export const INPUT = {
  orgId: "o15475450989191",
  productKey: "Vu82Agp3",
  timezone: "+08:00",
  deviceName: { defaultValue: "Turbine 12", i18nValue: { en_US: "Turbine 12", zh_CN: "风机12" } },
  deviceAttributes: { height: 85.5, commissioned: "2019-05-06", blades: 3 },
  deviceDesc: "North field",
  deviceTags: { site: "north", model: "EN-110" },
};

/** What the router says of the caller; servers without authentication ignore it. */
export const ROUTER_HEADERS = {
  "router-authorization": ROUTER_SECRET,
  "x-caller-orgs": INPUT.orgId,
  "x-caller-scopes": "device:create device:read device:secret",
};

/** Gives an operation as the bytes of a keep-alive HTTP/1.1 request. */
export function toHttp(query, variables) {
  const body = JSON.stringify({ query, variables });
  const headers = {
    host: "localhost",
    "content-type": "application/json",
    accept: "application/json",
    "content-length": Buffer.byteLength(body),
    ...ROUTER_HEADERS,
  };
  const head = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `POST /graphql HTTP/1.1\r\n${head.join("")}\r\n${body}`;
}
