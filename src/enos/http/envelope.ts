import { isJsonObject } from "../../scalars/json.js";
import { parseExactJson } from "../../scalars/exactJson.js";

/**
 * The envelope of the device service and of its gateway: `{ code, msg, requestId, data }`.
 *
 * The gateway's own answers (Kong's) have only `message`; a refused token may come under `status`, or under
 * `apim_status` where an edition still uses its first token scheme.
 */
export interface Envelope {
  readonly code: number | undefined;
  readonly status: number | undefined;
  readonly apimStatus: number | undefined;
  readonly message: string;
  readonly requestId: string | undefined;
  readonly data: unknown;
  /** Only searches have it. */
  readonly pagination: unknown;
}

/**
 * Reads an answer of the device service; undefined when it is not a JSON object.
 *
 * @see EnOS API manual, "Response structure"
 */
export function readEnvelope(body: string): Envelope | undefined {
  const json = readJsonObject(body);
  if (!json) return undefined;
  return {
    code: toInteger(json.code),
    status: toInteger(json.status),
    apimStatus: toInteger(json.apim_status),
    message:
      truncatedText(json.msg, MAX_MESSAGE_LENGTH) ?? truncatedText(json.message, MAX_MESSAGE_LENGTH) ?? "",
    requestId: truncatedText(json.requestId, MAX_REQUEST_ID_LENGTH),
    data: json.data,
    pagination: json.pagination,
  };
}

/** Returns the text as a JSON object, with exact numbers; undefined when it is anything else. */
export function readJsonObject(text: string): Record<string, unknown> | undefined {
  try {
    const value = parseExactJson(text);
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Returns an integer, such as a code, which some editions write as a string of digits; undefined for any other value. */
export function toInteger(value: unknown): number | undefined {
  const number = typeof value === "string" && /^-?\d{1,9}$/.test(value) ? Number(value) : value;
  return isInt32(number) ? number : undefined;
}

/** GraphQL's Int is as wide, and so is Java's. */
function isInt32(value: unknown): value is number {
  return Number.isInteger(value) && Math.abs(value as number) < 2 ** 31;
}

/** EnOS's text ends up in log lines and in messages for clients: one line of bounded length. Characters. */
const MAX_MESSAGE_LENGTH = 500;
const MAX_REQUEST_ID_LENGTH = 128;

function truncatedText(value: unknown, maxLength: number): string | undefined {
  if (typeof value !== "string") return undefined;
  const line = value
    .slice(0, 2 * maxLength)
    .replace(/\p{Cc}+/gu, " ")
    .toWellFormed()
    .trim();
  if (line === "") return undefined;
  return line.length > maxLength ? `${line.slice(0, maxLength - 1).toWellFormed()}…` : line;
}
