import type { FastifyInstance } from "fastify";

import { findInexactNumbers, type JsonRoot, toRequestFault } from "../graphql/inputProblems.js";
import { hasMoreComments } from "../graphql/limits/comments.js";
import { keepNumbersText } from "../graphql/limits/idNumbers.js";
import { ownTurn } from "../runtime/ownTurn.js";
import { isJsonObject } from "../scalars/json.js";
import { printPath, type ValuePath } from "../scalars/valuePath.js";
import { decodeBody } from "./decodeBody.js";
import { HttpError } from "./errorResponses.js";
import type { HttpLimits } from "./httpServer.js";

/** From here on a request has a turn of the event loop to itself: several at once must not keep a probe waiting. */
const LARGE_BYTES = 64 * 1024;

/** Reads bodies of `application/json`, and of no other type. */
export function readJsonBodies(server: FastifyInstance, limits: HttpLimits): void {
  const { bodyBytes, jsonDepth, comments } = limits;
  server.removeAllContentTypeParsers();
  server.addContentTypeParser<Buffer>(
    "application/json",
    { parseAs: "buffer" },
    ({ headers }, bytes, done) => {
      const read = () => {
        try {
          const text = decodeBody(bytes, headers, bodyBytes);
          const body = parseBody(text);
          requireSoundJson(body, jsonDepth, "body");
          const { query, variables } = isJsonObject(body) ? body : {};
          requireFewComments(query, comments);
          requireExactNumbers(text, "body", () => {
            if (isContainer(variables)) keepNumbersText(variables, text, "body");
          });
          done(null, body);
        } catch (error) {
          done(error as Error);
        }
      };
      if (bytes.length < LARGE_BYTES) read();
      else void ownTurn().then(read);
    },
  );
}

function parseBody(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // V8's own message quotes the body, which may hold anything.
    throw new HttpError({ status: 400, message: "The body is not valid JSON.", code: "BAD_REQUEST" });
  }
}

/** The parameters of a GraphQL request by GET that are JSON. */
const JSON_PARAMETERS = ["variables", "extensions"];

/**
 * Checks the parameters of a URL against the same limits as a body.
 *
 * @param search the part of the URL behind its question mark
 * @throws HttpError naming the parameter
 */
export function requireSoundParameters(
  search: string,
  { jsonDepth: maxDepth, comments }: Pick<HttpLimits, "jsonDepth" | "comments">,
): void {
  if (search === "") return;
  requireUtf8(search);
  const parameters = new URLSearchParams(search);
  requireFewComments(parameters.get("query"), comments);
  for (const name of JSON_PARAMETERS) {
    for (const text of parameters.getAll(name)) {
      const value = parseParameter(text);
      if (value === undefined) continue;
      // In a body the parameter is one level deeper.
      requireSoundJson({ [name]: value }, maxDepth, `parameter ${name}`);
      if (name === "variables") requireExactNumbers(text, "variables");
    }
  }
}

/** Refuses a document with too many comments: they are no tokens of GraphQL, but take as much time and memory. */
function requireFewComments(query: unknown, max: number): void {
  // A comment and its line end have two characters at least.
  if (typeof query !== "string" || query.length <= 2 * max || !hasMoreComments(query, max)) return;
  throw fault(`The document has more than ${max} comments: leave some out.`);
}

/** Refuses escapes that `URLSearchParams` would replace by U+FFFD: the value would be changed. */
function requireUtf8(search: string): void {
  for (const [escapes] of search.matchAll(/(?:%[\da-f]{2})+/gi)) {
    try {
      decodeURIComponent(escapes);
    } catch {
      const message = "The URL is not valid UTF-8 in its escapes such as %E9. Send it in UTF-8.";
      throw new HttpError({ status: 400, message, code: "BAD_REQUEST" });
    }
  }
}

/** Returns undefined for text that is not JSON: Apollo Server refuses it. */
function parseParameter(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Refuses numbers that JavaScript changed when it parsed the text: a rounded order number identifies another order. */
function requireExactNumbers(text: string, root: JsonRoot, onOther?: () => void): void {
  const found = findInexactNumbers(text, root, onOther);
  if (found) throw fault(found.message, { problems: found.problems });
}

interface Place {
  readonly value: object;
  readonly key: string;
  readonly parent: Place | undefined;
  readonly depth: number;
}

/**
 * Refuses JSON that is nested too deep, or that has a key `__proto__`, which is dangerous when the object is copied.
 *
 * Walks without recursion: 1 MiB is enough for 500,000 lists in one another.
 *
 * @param name the client's name of the value
 * @throws HttpError naming the place
 */
function requireSoundJson(value: unknown, maxDepth: number, name: string): void {
  if (!isContainer(value)) return;
  const places: Place[] = [{ value, key: "", parent: undefined, depth: 1 }];
  for (let place = places.pop(); place; place = places.pop()) {
    const { value: object, depth } = place;
    if (depth > maxDepth) throw tooDeep(pathTo(place), maxDepth, name);
    if (Object.hasOwn(object, "__proto__")) throw reservedKey(pathTo(place), name);
    for (const key in object) {
      const child = (object as Record<string, unknown>)[key];
      if (isContainer(child)) places.push({ value: child, key, parent: place, depth: depth + 1 });
    }
  }
}

function fault(message: string, extensions: Record<string, unknown> = {}): HttpError {
  return new HttpError({ status: undefined, message, code: "BAD_USER_INPUT", extensions });
}

function tooDeep(path: ValuePath, maxDepth: number, name: string): HttpError {
  const message = `The ${name} is nested too deep: at most ${maxDepth} levels of JSON are allowed.`;
  return fault(message, problemsAt(path, "nested too deep: send it flatter, or as a string"));
}

function reservedKey(path: ValuePath, name: string): HttpError {
  const place = printPath(path) || `the ${name}`;
  const problems = problemsAt([...path, "__proto__"], "this key is reserved: choose another");
  return fault(`The key “__proto__” is not allowed in ${place}.`, problems);
}

/** Returns the place of a fault as `extensions` tell it; nothing outside the variables. */
function problemsAt([member, ...path]: ValuePath, message: string): Record<string, unknown> {
  return member === "variables" ? { problems: toRequestFault([path], message).problems } : {};
}

function isContainer(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

function pathTo(place: Place): ValuePath {
  const path: (string | number)[] = [];
  for (let at = place; at.parent; at = at.parent)
    path.unshift(Array.isArray(at.parent.value) ? Number(at.key) : at.key);
  return path;
}
