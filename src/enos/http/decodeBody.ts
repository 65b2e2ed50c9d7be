import { brotliDecompressSync, gunzipSync, inflateSync } from "node:zlib";

/** Largest accepted answer, far above any answer of EnOS. Counted after decoding. Bytes. */
export const MAX_ANSWER_BYTES = 8 * 1024 * 1024;

const OPTIONS = { maxOutputLength: MAX_ANSWER_BYTES };

/** Decoders by coding, in lower case. `x-gzip` is the old name that RFC 9110 keeps. */
const DECODERS: ReadonlyMap<string, (body: Buffer) => Buffer> = new Map([
  ["identity", (body: Buffer) => body],
  ["gzip", (body: Buffer) => gunzipSync(body, OPTIONS)],
  ["x-gzip", (body: Buffer) => gunzipSync(body, OPTIONS)],
  ["deflate", (body: Buffer) => inflateSync(body, OPTIONS)],
  ["br", (body: Buffer) => brotliDecompressSync(body, OPTIONS)],
]);

/**
 * Returns the text of an answer: one content coding undone, without a byte order mark.
 *
 * Requests have no `accept-encoding`, so HTTP lets a gateway choose any coding.
 *
 * @param contentEncoding the header of that name.
 * @throws Error when the coding is unknown, the body is damaged, or it decodes to more than `MAX_ANSWER_BYTES`.
 * @see RFC 9110, section 8.4
 */
export function decodeBody(body: Buffer, contentEncoding: string | string[] | undefined): string {
  const decoded = contentEncoding === undefined ? body : decode(body, String(contentEncoding));
  const text = decoded.toString("utf8");
  return text.charCodeAt(0) === 0xfe_ff ? text.slice(1) : text;
}

function decode(body: Buffer, coding: string): Buffer {
  const decoder = DECODERS.get(coding.trim().toLowerCase());
  if (!decoder) throw new Error("unknown content-encoding");
  return decoder(body);
}
