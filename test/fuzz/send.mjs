import { isUtf8 } from "node:buffer";
import { request as httpRequest } from "node:http";

/** Sends a request and gives the answer; undefined when it cannot even be written as HTTP. */
export function send(agent, origin, { method, path, headers, body }) {
  return new Promise((resolve, reject) => {
    const lengthened = body === "" ? headers : { ...headers, "content-length": Buffer.byteLength(body) };
    let outgoing;
    try {
      outgoing = httpRequest(`${origin}${path}`, { agent, method, headers: lengthened, timeout: 20_000 });
    } catch {
      resolve(undefined);
      return;
    }
    outgoing.on("response", (incoming) => {
      const chunks = [];
      incoming.on("data", (chunk) => chunks.push(chunk));
      incoming.on("end", () => {
        const { statusCode: status, headers } = incoming;
        const bytes = Buffer.concat(chunks);
        resolve({ status, headers, body: isUtf8(bytes) ? bytes.toString() : undefined });
      });
      incoming.on("error", reject);
    });
    outgoing.on("timeout", () => outgoing.destroy(new Error("no answer within 20 s")));
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}
