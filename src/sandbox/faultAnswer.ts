import { type Answer, gatewayAnswer, refused, tokenAnswer } from "./answer.js";
import type { Fault } from "./fault.js";

const PAGE =
  "<!doctype html><html><head><title>Bad Gateway</title></head><body><h1>Bad Gateway</h1></body></html>";

/** What EnOS says with the codes a fault is likely to name. */
const MESSAGES: Readonly<Record<number, string>> = {
  1001: "Repeated request",
  1005: "Internal service exception",
  1203: "Access token has expired",
  11702: "DeviceKey existed",
  11714: "Generate deviceKey failed",
  11739: "Exceed max device size",
  99400: "Invalid arguments",
  99403: "Denied resource",
  99404: "Not found",
  // The leading blank is the manual's.
  99500: " Internal Server Error",
};

/** Gives the page of a proxy in the way. */
export function page(status: number): Answer {
  return { status, headers: { "content-type": "text/html" }, body: PAGE };
}

/** Gives the answer of a fault of kind `http`. */
export function gatewayFault({ status, headers = {}, body }: Extract<Fault, { kind: "http" }>): Answer {
  const answer = gatewayAnswer(status);
  // In lower case they replace the gateway's own headers instead of doubling them.
  const own = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value] as const);
  return { status, headers: { ...answer.headers, ...Object.fromEntries(own) }, body: body ?? answer.body };
}

/** Gives the answer of a fault of kind `code`, by default in the envelope of the service that was called. */
export function codeFault(fault: Extract<Fault, { kind: "code" }>, isTokenCall: boolean): Answer {
  const { code, msg = MESSAGES[code] ?? "", field = isTokenCall ? "status" : "code" } = fault;
  return field === "code" ? refused(code, msg) : tokenAnswer(code, msg);
}
