import type { FastifyInstance } from "fastify";

/** A body that is JSON and yet not acceptable. Its message is for the client. */
export class BodyFaultError extends Error {
  override readonly name = "BodyFaultError";
}

/** The body is no JSON. */
export class MalformedBodyError extends Error {
  override readonly name = "MalformedBodyError";

  constructor() {
    super("The body is not valid JSON.");
  }
}

/** Reads bodies of `application/json`, and of no other type. */
export function readJsonBodies(server: FastifyInstance, maxDepth: number): void {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser<string>("application/json", { parseAs: "string" }, (_, text, done) => {
    try {
      const body: unknown = JSON.parse(text);
      const fault = findBodyFault(body, maxDepth);
      if (fault) done(new BodyFaultError(fault.message));
      else done(null, body);
    } catch {
      // V8's own words quote the body, which may hold anything.
      done(new MalformedBodyError());
    }
  });
}

/** What nobody means well by in a body, or in the parameters of a URL, and where it stands. */
export interface BodyFault {
  readonly message: string;
}

interface Place {
  readonly value: object;
  readonly key: string;
  readonly parent: Place | undefined;
  readonly depth: number;
}

/**
 * Gives what is wrong with a parsed body in general: it is nested too deep, or has a key `__proto__`, which is
 * harmless until somebody copies it. Undefined when nothing is.
 *
 * `name` is what the client knows it by. Walks without recursion: 256 kB are enough for 50,000 lists in one another.
 */
export function findBodyFault(body: unknown, maxDepth: number, name = "body"): BodyFault | undefined {
  if (!isObject(body)) return undefined;
  const places: Place[] = [{ value: body, key: "", parent: undefined, depth: 1 }];
  for (let place = places.pop(); place; place = places.pop()) {
    const { value, depth } = place;
    if (depth > maxDepth) {
      return { message: `The ${name} is nested too deep: at most ${maxDepth} levels of JSON are allowed.` };
    }
    if (Object.hasOwn(value, "__proto__")) {
      return { message: `The key “__proto__” is not allowed in ${pathTo(place) || `the ${name}`}.` };
    }
    for (const [key, child] of Object.entries(value) as [string, unknown][]) {
      if (isObject(child)) places.push({ value: child, key, parent: place, depth: depth + 1 });
    }
  }
  return undefined;
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

function pathTo(place: Place): string {
  const keys: string[] = [];
  for (let at = place; at.parent; at = at.parent) keys.unshift(at.key);
  return keys.join(".").toWellFormed();
}

/** The parameters of a GraphQL request by GET that are JSON. */
const JSON_PARAMETERS = ["variables", "extensions"];

/**
 * Holds what a URL carries to the same bounds as a body.
 *
 * @param search the part of the URL behind its question mark
 * @throws BodyFaultError naming the parameter
 */
export function requireSoundParameters(search: string, maxDepth: number): void {
  if (search === "") return;
  const parameters = new URLSearchParams(search);
  for (const name of JSON_PARAMETERS) {
    for (const text of parameters.getAll(name)) {
      // In a body it stands one level deeper.
      const fault = findBodyFault({ [name]: parse(text) }, maxDepth, `parameter ${name}`);
      if (fault) throw new BodyFaultError(fault.message);
    }
  }
}

/** What is no JSON is for Apollo Server to refuse. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
