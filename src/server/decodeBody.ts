import { isUtf8 } from "node:buffer";
import type { IncomingHttpHeaders } from "node:http";
import { brotliDecompressSync, gunzipSync, inflateSync, type ZlibOptions } from "node:zlib";

import { bodyTooLarge, HttpError } from "./errorResponses.js";

type Decompress = (bytes: Buffer, options: ZlibOptions) => Buffer;

/** The content codings that are read. Their windows are bounded; zstd's is not. */
const DECOMPRESS: ReadonlyMap<string, Decompress> = new Map<string, Decompress>([
  ["gzip", gunzipSync],
  ["x-gzip", gunzipSync],
  ["deflate", inflateSync],
  ["br", brotliDecompressSync],
]);

const BYTE_ORDER_MARK = 0xfeff;

/**
 * Returns the text of a request's body.
 *
 * @param maxBytes the limit of the decompressed body
 * @throws HttpError 400, 413 or 415, naming what is wrong
 */
export function decodeBody(body: Buffer, headers: IncomingHttpHeaders, maxBytes: number): string {
  requireUtf8Charset(headers["content-type"]);
  const bytes = decompress(body, headers["content-encoding"], maxBytes);
  if (!isUtf8(bytes)) {
    const message = `The body is not valid UTF-8 at byte ${findInvalidByte(bytes)}. Send it in UTF-8.`;
    throw new HttpError({ status: 400, message, code: "BAD_REQUEST" });
  }
  const text = bytes.toString("utf8");
  return text.charCodeAt(0) === BYTE_ORDER_MARK ? text.slice(1) : text;
}

function requireUtf8Charset(contentType = ""): void {
  if (!contentType.includes(";")) return;
  for (const [, charset = ""] of contentType.matchAll(/;\s*charset\s*=\s*"?([^";,\s]*)/gi)) {
    if (/^utf-?8$/i.test(charset)) continue;
    const message = "The body must be in UTF-8: another charset is not read.";
    throw new HttpError({ status: 415, message, code: "UNSUPPORTED_MEDIA_TYPE" });
  }
}

function decompress(body: Buffer, contentEncoding: string | undefined, maxBytes: number): Buffer {
  const coding = (contentEncoding ?? "").trim().toLowerCase();
  if (coding === "" || coding === "identity") return body;
  const decompressBody = DECOMPRESS.get(coding);
  if (!decompressBody) {
    const message = "The content-encoding of the body is not read: send gzip, deflate or br, or no encoding.";
    const headers = { "accept-encoding": "gzip, deflate, br" };
    throw new HttpError({ status: 415, message, code: "UNSUPPORTED_MEDIA_TYPE", headers });
  }
  try {
    // Synchronously: for bodies within the limit a change of threads takes longer than the work.
    return decompressBody(body, { maxOutputLength: maxBytes, rejectGarbageAfterEnd: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE")
      throw new HttpError(bodyTooLarge(maxBytes));
    const message = "The body is not what its content-encoding says: it cannot be decompressed.";
    throw new HttpError({ status: 400, message, code: "BAD_REQUEST" });
  }
}

/** Returns the offset of the first byte that cannot be part of a text in UTF-8. */
function findInvalidByte(bytes: Buffer): number {
  /** Returns the length of the valid beginning when the first `end` bytes are valid but for a cut character. */
  const validBefore = (end: number): number | undefined =>
    [end, end - 1, end - 2, end - 3].find((length) => length >= 0 && isUtf8(bytes.subarray(0, length)));
  let valid = 0;
  let invalid = bytes.length + 4;
  while (invalid - valid > 1) {
    const middle = (valid + invalid) >> 1;
    if (validBefore(middle) === undefined) invalid = middle;
    else valid = middle;
  }
  return validBefore(valid) ?? 0;
}
