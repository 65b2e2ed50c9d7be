import type { DocumentNode } from "graphql";

import type { Attempt } from "../enos/observer.js";

/** How an operation ended, as a trace says it. */
export interface OperationEnd {
  readonly name: string | undefined;
  readonly type: string | undefined;
  readonly document: DocumentNode | undefined;
  readonly outcomes: readonly string[];
  readonly failed: boolean;
}

/** Follows operations to EnOS. An operation is known by one object, which everything done for it is given. */
export interface Tracing {
  /** Gives the trace ID of an operation that begins: its caller's, or a new one. */
  begin(operation: object, traceparent: string | undefined): string;
  attempting(action: string, nth: number, operation: object): Attempt;
  end(operation: object, end: OperationEnd): void;
  /** Sends what was not sent yet. */
  close(): Promise<void>;
}
