import type { DocumentNode, GraphQLFormattedError, OperationDefinitionNode } from "graphql";

/** The end of one request to EnOS, in words that may be logged. */
export interface AttemptEnd {
  /** `SHED`: our own load shedding turned the request away, and EnOS was not asked. */
  readonly result: "ACCEPTED" | "REFUSED" | "NOT_APPLIED" | "UNKNOWN" | "SHED";
  /** The HTTP status of the answer; undefined when there was none. */
  readonly status: number | undefined;
  readonly code: number | undefined;
  readonly requestId: string | undefined;
  /** Why there was no usable answer; undefined when there was one. */
  readonly reason: string | undefined;
  /** The transport's own words, such as `ECONNRESET`: for operators. */
  readonly detail: string | undefined;
}

/** A request to EnOS that is under way. */
export interface Attempt {
  /** Headers to send with the request, not covered by its signature: they carry the trace context. */
  readonly headers: Readonly<Record<string, string>>;
  ended(end: AttemptEnd, durationMs: number): void;
}

/** The result of one root field; for a list, of one of its entries. */
export interface FieldResult {
  /** The GraphQL operation's context. */
  readonly context: unknown;
  readonly field: string;
  /** The field's arguments. They hold what clients wrote: telemetry takes identifiers from them, and nothing else. */
  readonly args: Readonly<Record<string, unknown>>;
  /** The position in the list; undefined when the field has one result. */
  readonly index: number | undefined;
  /** The resolver's result. */
  readonly value: unknown;
  readonly failed: boolean;
}

/** A GraphQL operation that was answered. */
export interface AnsweredOperation {
  /** The GraphQL operation's context. */
  readonly context: unknown;
  /** Undefined when the request's text is not GraphQL. */
  readonly document: DocumentNode | undefined;
  readonly operation: OperationDefinitionNode | undefined;
  readonly errors: readonly GraphQLFormattedError[];
}

/** An error that no client may see: clients get the ID, the log has the error. */
export interface Incident {
  readonly incidentId: string;
  readonly error: unknown;
}

/** The services that the program can work without for a while. */
export type Dependency = "collector" | "enos-token" | "jwks" | "redis";

/**
 * Everything that the program reports about its work: counted, logged and traced by `telemetry/`.
 *
 * No argument holds a secret or a body, and no method throws.
 */
export interface Telemetry {
  /**
   * A request to EnOS's device service starts.
   *
   * @param nth counts the attempts of one call, from 1.
   * @param operation identifies the GraphQL operation: `Deadline.operation`.
   */
  attemptStarted(action: string, nth: number, operation: object): Attempt;
  /** A request to EnOS's token service ended; `why` says what prevented a token. */
  tokenFetched(
    result: "granted" | "refused",
    why?: Partial<Pick<AttemptEnd, "reason" | "code" | "detail">>,
  ): void;
  /** A device that may have been created was looked up. */
  readBack(result: "found" | "missing" | "unreadable"): void;
  /** The shared rate limit was asked. `unavailable` lets the request pass. */
  rateLimitChecked(result: "admitted" | "limited" | "unavailable"): void;
  /**
   * A request was refused before GraphQL.
   *
   * @param reason the error code that the client got, such as `UNAUTHENTICATED`: one of a fixed set
   */
  requestRefused(status: number, reason: string): void;
  /** The circuit breaker for reads or writes opened, or closed again. */
  breakerChanged(traffic: "reads" | "writes", state: "open" | "closed"): void;
  /** A dependency was seen to work or to fail; only a change is reported. `detail` says why, in words that may be logged. */
  dependencySeen(dependency: Dependency, state: "up" | "down", detail?: string): void;
  fieldAnswered(result: FieldResult): void;
  operationAnswered(answered: AnsweredOperation): void;
  incident(incident: Incident): void;
}

const NO_ATTEMPT: Attempt = { headers: {}, ended: () => undefined };

/** Reports nothing. */
export const noTelemetry: Telemetry = {
  attemptStarted: () => NO_ATTEMPT,
  tokenFetched: () => undefined,
  readBack: () => undefined,
  rateLimitChecked: () => undefined,
  requestRefused: () => undefined,
  breakerChanged: () => undefined,
  dependencySeen: () => undefined,
  fieldAnswered: () => undefined,
  operationAnswered: () => undefined,
  incident: () => undefined,
};
