/** What only the inside of a program would say: stacks, paths, the words of its language. */
const INSIDE =
  /node_modules|node:internal|\bat \w[\w.]* \(|file:\/\/|\/(src|dist)\/|TypeError|RangeError|ReferenceError|Cannot read propert|is not a function|is not iterable|ECONN|call stack/;

/**
 * Gives what is wrong with an answer; undefined when nothing is.
 *
 * @param {{ method: string }} request
 * @param {{ status: number, headers: Record<string, string>, body: string | undefined }} answer `body` is undefined
 *   when it is no UTF-8
 * @param {readonly string[]} secrets
 */
export function findFault(request, { status, headers, body }, secrets) {
  if (body === undefined) return "text that is no UTF-8";
  if (status >= 500) return `the status ${status}`;
  if (INSIDE.test(body)) return "words from the inside";
  if (body.includes("INTERNAL_SERVER_ERROR")) return "a masked failure of the server's own";
  if (secrets.some((secret) => body.includes(secret))) return "a credential";
  if (headers["cache-control"] !== "no-store") return "an answer that caches may keep";
  if (request.method === "HEAD") return undefined;
  try {
    const answer = JSON.parse(body);
    return "data" in answer || answer.errors?.length > 0 ? undefined : "neither data nor errors";
  } catch {
    return "no JSON";
  }
}
