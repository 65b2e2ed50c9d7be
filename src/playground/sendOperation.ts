import type { FetcherParams } from "@graphiql/toolkit";
import { Kind, parse, type ExecutionResult } from "graphql";

import { GRAPHQL_URL } from "./settings.js";

type Headers = Readonly<Record<string, string>>;

/** There is no GraphQL result. The message tells people what happened and what to do. */
export class RequestFailedError extends Error {
  override readonly name = "RequestFailedError";

  constructor(
    message: string,
    /** Whether the credentials were refused. */
    readonly unauthorized = false,
  ) {
    super(message);
  }
}

/**
 * Returns the result of an operation, errors included.
 *
 * @param variablesText the text that the variables were read from: it is sent in their place, because JavaScript rounds
 *   some of its numbers. The subgraph says which.
 * @throws RequestFailedError when the request is refused for its credentials, or no GraphQL result arrives.
 */
export async function sendOperation(
  { query, variables, operationName }: FetcherParams,
  headers: Headers = {},
  variablesText = "",
): Promise<ExecutionResult> {
  const body = { query, operationName: onlyOperation(query) ?? operationName };
  const init: RequestInit = {
    method: "POST",
    headers: toValidHeaders({ "content-type": "application/json", ...headers }),
    body: `${JSON.stringify(body).slice(0, -1)},"variables":${toExactJson(variables, variablesText)}}`,
  };
  const response = await fetch(GRAPHQL_URL, init).catch(() => undefined);
  if (!response)
    throw new RequestFailedError(
      "The subgraph cannot be reached. Check that it is running and that you are connected, then run the operation again.",
    );
  const result = await readResult(response);
  if (response.status === 401) {
    const reason = result?.errors?.[0]?.message ?? "The credentials were not accepted.";
    throw new RequestFailedError(reason, true);
  }
  if (!result) throw new RequestFailedError(toMessage(response));
  return result;
}

/** Matches strings, so that nothing within them is taken for a comment or a comma. */
const COMMENTS = /("(?:[^"\\\n]|\\.)*")|\/\/.*|\/\*[^]*?\*\//g;
const TRAILING_COMMAS = /("(?:[^"\\\n]|\\.)*")|,(?=\s*[}\]])/g;

/** Returns the JSON of a value: the text that it was read from, without comments, unless that is another value's. */
function toExactJson(value: unknown, text: string): string {
  const json = JSON.stringify(value ?? null);
  const strict = text.replace(COMMENTS, "$1").replace(TRAILING_COMMAS, "$1");
  try {
    return JSON.stringify(JSON.parse(strict)) === json ? strict : json;
  } catch {
    return json;
  }
}

function toValidHeaders(headers: Headers): globalThis.Headers {
  const valid = new Headers();
  for (const [name, value] of Object.entries(headers)) {
    try {
      valid.set(name, value);
    } catch {
      throw new RequestFailedError(
        `The header ${JSON.stringify(name)} cannot be sent: HTTP allows letters, digits and hyphens in its name, ` +
          "and no line ends or characters beyond Latin-1 in its value.",
      );
    }
  }
  return valid;
}

async function readResult(response: Response): Promise<ExecutionResult | undefined> {
  const body = (await response.json().catch(() => undefined)) as unknown;
  const isResult = typeof body === "object" && body !== null && ("data" in body || "errors" in body);
  return isResult ? (body as ExecutionResult) : undefined;
}

/** Returns the message for an answer without a GraphQL result: it comes from a proxy in front of the subgraph, or from another server. */
function toMessage({ status, headers }: Response): string {
  const type = headers.get("content-type")?.split(";")[0] ?? "no content type";
  switch (status) {
    case 404:
      return `Nothing answers at ${GRAPHQL_URL.pathname} (HTTP 404). Check where the proxy sends this path.`;
    case 413:
      return "The request is too large for a proxy in front of the subgraph (HTTP 413). Send fewer inputs at a time.";
    case 429:
      return "Too many requests (HTTP 429). Wait a moment, then run the operation again.";
    case 502:
    case 503:
    case 504:
      return `The subgraph cannot be reached: a proxy in front of it answered HTTP ${status}. Wait a moment, then run the operation again.`;
    default:
      return (
        `The answer from ${GRAPHQL_URL.pathname} is not a GraphQL result (HTTP ${status}, ${type}). ` +
        "A proxy may have answered instead of the subgraph, for instance because you have to sign in there."
      );
  }
}

/**
 * Returns the name of the operation when the document has only one.
 *
 * Right after a change of tabs GraphiQL still names the operation of the tab before.
 */
function onlyOperation(query: string): string | undefined {
  try {
    const [only, ...others] = parse(query).definitions.filter(
      ({ kind }) => kind === Kind.OPERATION_DEFINITION,
    );
    return others.length === 0 && only?.kind === Kind.OPERATION_DEFINITION ? only.name?.value : undefined;
  } catch {
    // The subgraph says what is wrong with the document.
    return undefined;
  }
}
