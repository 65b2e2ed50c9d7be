import { setTimeout as sleep } from "node:timers/promises";

import { type TypedQueryDocumentNode, print } from "graphql";

import { AccessDeniedError, InterruptedError, ServiceError } from "./errors.js";

/** Time limit for an answer, longer than the deadline of any service. Milliseconds. */
const ANSWER_TIMEOUT_MS = 90_000;

/** How often a request without an answer is repeated, and the pause before the first time. */
const MAX_ATTEMPTS = 10;
const FIRST_PAUSE_MS = 500;
const MAX_PAUSE_MS = 30_000;
/** The longest time that a timer takes, 24 days: it would fire at once after a longer one. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** An entry of `errors` in an answer, as far as the import reads it. */
export interface GraphqlFault {
  readonly message: string;
  readonly path: readonly (string | number)[];
  readonly code: string | undefined;
  /** The scope that the caller lacks. */
  readonly scope: string | undefined;
  /** Undefined when the error does not say. */
  readonly retryable: boolean | undefined;
  readonly retryAfterMs: number | undefined;
  /** Faults of the variables. */
  readonly problems: readonly VariableProblem[];
}

/** A fault of a variable: the path leads into its value. */
export interface VariableProblem {
  readonly path: readonly string[];
  readonly message: string;
}

/** The answer: data, errors, or both. */
export interface GraphqlAnswer<Data> {
  readonly data: Data | undefined;
  readonly errors: readonly GraphqlFault[];
}

/** @throws AccessDeniedError when the error says that the caller may not send the operation. */
export function throwDenial({ code, message }: GraphqlFault): void {
  if (code === "FORBIDDEN" || code === "UNAUTHENTICATED") throw new AccessDeniedError(message);
}

/** Codes of errors that stay the same when the operation is sent again. Gateways have codes of their own for what may pass. */
const DEFINITE_CODES: ReadonlySet<string | undefined> = new Set([
  "ANSWER_TOO_LARGE",
  "BAD_USER_INPUT",
  "FORBIDDEN",
  "GRAPHQL_PARSE_FAILED",
  "GRAPHQL_VALIDATION_FAILED",
  "UNAUTHENTICATED",
]);

/**
 * Sends operations to a GraphQL endpoint, and repeats them while there is no answer, or none but a temporary error: all
 * of them are safe to repeat.
 */
export class GraphqlClient {
  readonly #url: string;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #stop: AbortSignal;

  /**
   * @param headers sent with each request, beside its content type.
   * @param stop aborted to repeat no request; a request under way is finished.
   */
  constructor(url: string, headers: Readonly<Record<string, string>>, stop: AbortSignal) {
    this.#url = url;
    this.#headers = headers;
    this.#stop = stop;
  }

  /**
   * Returns the answer to an operation.
   *
   * @param onWait called with a pause in milliseconds before the request is repeated.
   * @throws AccessDeniedError when the service does not accept the credentials.
   * @throws ServiceError when there is no GraphQL answer after the last attempt, or the service refuses the operation.
   * @throws InterruptedError when there is no GraphQL answer and the request should not be repeated.
   */
  async send<Data, Variables>(
    document: TypedQueryDocumentNode<Data, Variables>,
    variables: Variables,
    onWait: (ms: number) => void = () => undefined,
  ): Promise<GraphqlAnswer<Data>> {
    const body = JSON.stringify({ query: print(document), variables });
    for (let attempt = 1; ; attempt += 1) {
      const result = await this.#attempt<Data>(body);
      if ("data" in result) return result;
      if (attempt === MAX_ATTEMPTS)
        throw new ServiceError(`${this.#url} cannot be used after ${attempt} attempts: ${result.reason}`);
      const pause = toPause(attempt, result.retryAfterMs);
      onWait(pause);
      await sleep(pause, undefined, { signal: this.#stop }).catch(() => {
        throw new InterruptedError();
      });
    }
  }

  async #attempt<Data>(body: string): Promise<GraphqlAnswer<Data> | FailedAttempt> {
    let response: Response;
    let text: string;
    try {
      response = await fetch(this.#url, {
        method: "POST",
        headers: { accept: "application/json", ...this.#headers, "content-type": "application/json" },
        body,
        // A redirection would turn the request into a GET, or carry its headers to another server.
        redirect: "manual",
        signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
      });
      text = await response.text();
    } catch (error) {
      return { reason: toReason(error), retryAfterMs: undefined };
    }
    const answer = readAnswer<Data>(text);
    if (response.status === 401 || response.status === 403)
      throw new AccessDeniedError(
        `The service answers ${response.status}: ${answer?.errors[0]?.message ?? "it wants credentials"}. Give them in IMPORT_HEADERS.`,
      );
    if (response.status === 413) return { data: undefined, errors: [TOO_LARGE] };
    if (response.status >= 300 && response.status < 400)
      throw new ServiceError(
        `${this.#url} answers ${response.status}: give the URL that it leads to, ${response.headers.get("location") ?? "if any"}.`,
      );
    if (answer && response.status < 500 && response.status !== 429)
      return this.#settle(answer, response.status >= 400);
    const seconds = Number(response.headers.get("retry-after") ?? NaN);
    return {
      reason: `it answers HTTP ${response.status}${answer ? `, ${answer.errors[0]?.message ?? "without a reason"}` : " and no GraphQL"}`,
      retryAfterMs: Number.isFinite(seconds) ? seconds * 1_000 : undefined,
    };
  }

  /** Returns the answer, or an attempt that failed when the answer is but a temporary error. */
  #settle<Data>(answer: GraphqlAnswer<Data>, isClientError: boolean): GraphqlAnswer<Data> | FailedAttempt {
    const [error] = answer.errors;
    const hasData = Object.values(answer.data ?? {}).some((value) => value !== null);
    if (!error || hasData) return answer;
    if (error.retryable ?? !(isClientError || DEFINITE_CODES.has(error.code)))
      return { reason: error.message, retryAfterMs: error.retryAfterMs };
    if (isClientError && error.code !== "BAD_USER_INPUT")
      throw new ServiceError(`${this.#url} refuses the operation: ${error.message}`);
    return answer;
  }
}

interface FailedAttempt {
  readonly reason: string;
  readonly retryAfterMs: number | undefined;
}

const TOO_LARGE: GraphqlFault = {
  message: "The request is larger than the service accepts.",
  path: [],
  code: "BAD_USER_INPUT",
  scope: undefined,
  retryable: false,
  retryAfterMs: undefined,
  problems: [],
};

/** Returns the pause before an attempt is repeated: twice as long each time, and never the same for two clients. */
export function toPause(attempt: number, retryAfterMs: number | undefined): number {
  const ceiling = Math.min(FIRST_PAUSE_MS * 2 ** (attempt - 1), MAX_PAUSE_MS);
  const pause = Math.max(retryAfterMs ?? 0, (ceiling / 2) * (1 + Math.random()));
  return Math.min(pause, MAX_TIMER_MS);
}

function toReason(error: unknown): string {
  const { cause, message } = error as Error;
  return cause instanceof Error && cause.message !== "" ? cause.message : message;
}

function readAnswer<Data>(text: string): GraphqlAnswer<Data> | undefined {
  try {
    const body = JSON.parse(text) as { data?: Data | null; errors?: unknown } | null;
    if (typeof body !== "object" || body === null || !("data" in body || "errors" in body)) return undefined;
    const errors: unknown[] = Array.isArray(body.errors) ? body.errors : [];
    return { data: body.data ?? undefined, errors: errors.map(readFault) };
  } catch {
    return undefined;
  }
}

/** Reads an error leniently: gateways and other services leave out members that the specification does not require. */
function readFault(error: unknown): GraphqlFault {
  const { message, path, extensions } = error as {
    readonly message?: string;
    readonly path?: readonly (string | number)[];
    readonly extensions?: {
      readonly code?: string;
      readonly scope?: string;
      readonly retryable?: boolean;
      readonly retryAfterMs?: number;
      readonly problems?: readonly VariableProblem[];
    };
  };
  return {
    message: message ?? "no reason given",
    path: path ?? [],
    code: extensions?.code,
    scope: extensions?.scope,
    retryable: extensions?.retryable,
    retryAfterMs: extensions?.retryAfterMs,
    problems: Array.isArray(extensions?.problems) ? extensions.problems : [],
  };
}
