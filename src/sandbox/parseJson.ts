const utf8 = new TextDecoder("utf-8", { fatal: true });

/** Gives the value a body holds, or `undefined` where it is not JSON in UTF-8. */
export function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(utf8.decode(body));
  } catch {
    return undefined;
  }
}
