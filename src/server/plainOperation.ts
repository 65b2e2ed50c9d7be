import type { FastifyRequest } from "fastify";

import type { OperationRequest } from "../graphql/prepared/preparedOperations.js";

/** Lists without weights that begin with JSON: whatever else they name, JSON is the answer. */
const WANTS_JSON = /^application\/json(\s*,[^;]*)?$/;

/** By this a router asks for a trace beside the answer, which Apollo Server gives to HTTP requests only. */
const TRACE = "apollo-federation-include-trace";

/**
 * Gives the operation of a request that is like all others of a router: posted as JSON, to be answered as
 * JSON, without extensions and without a trace. Undefined when there is anything to it that needs a closer look.
 */
export function readPlainOperation({ method, headers, body }: FastifyRequest): OperationRequest | undefined {
  const { accept } = headers;
  if (method !== "POST" || TRACE in headers) return;
  if (!(accept === undefined || accept === "*/*" || WANTS_JSON.test(accept))) return;
  if (headers["content-type"]?.startsWith("application/json") !== true || !isObject(body)) return;
  const { query, variables, operationName, extensions } = body;
  if (typeof query !== "string" || query === "" || extensions !== undefined) return;
  if (variables != null && !isObject(variables)) return;
  if (operationName != null && typeof operationName !== "string") return;
  return { query, ...(variables && { variables }), ...(operationName != null && { operationName }) };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
