import { gatewayError, type HttpResponse, refusal, tokenResponse } from "../http/response.js";
import type { Fault } from "./fault.js";

const PAGE =
  "<!doctype html><html><head><title>Bad Gateway</title></head><body><h1>Bad Gateway</h1></body></html>";

/** EnOS's messages for the codes that a fault is likely to have. */
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

/** Returns the error page of a proxy. */
export function errorPage(status: number): HttpResponse {
  return { status, headers: { "content-type": "text/html" }, body: PAGE };
}

/** Returns the response of a fault of kind `http`. */
export function gatewayFault({ status, headers = {}, body }: Extract<Fault, { kind: "http" }>): HttpResponse {
  const response = gatewayError(status);
  // In lower case they replace the gateway's own headers instead of doubling them.
  const own = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value] as const);
  return {
    status,
    headers: { ...response.headers, ...Object.fromEntries(own) },
    body: body ?? response.body,
  };
}

/** Returns the response of a fault of kind `code`. */
export function codeFault(fault: Extract<Fault, { kind: "code" }>, isTokenCall: boolean): HttpResponse {
  const { code, msg = MESSAGES[code] ?? "", field = isTokenCall ? "status" : "code" } = fault;
  return field === "code" ? refusal(code, msg) : tokenResponse(code, msg);
}
