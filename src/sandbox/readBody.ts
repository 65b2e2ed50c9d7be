import type { IncomingMessage } from "node:http";

/** The largest body taken. EnOS has such a limit, its manual does not say which. */
const MAX_BODY_BYTES = 8 * 1024 * 1024;

/** Gives a request's body, or nothing where it is too large. Rejects when the client leaves before its end. */
export function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request
      .on("data", (chunk: Buffer) => {
        size += chunk.length;
        if (size <= MAX_BODY_BYTES) chunks.push(chunk);
      })
      .once("end", () => {
        resolve(size <= MAX_BODY_BYTES ? Buffer.concat(chunks, size) : undefined);
      })
      .once("error", reject);
  });
}
