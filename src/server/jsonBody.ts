import type { FastifyInstance } from "fastify";

import { findBodyFault } from "./bodyFault.js";

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
