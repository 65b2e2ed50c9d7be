import type { Deadline } from "../runtime/deadline.js";

/** EnOS's device service, as the domain sees it. */
export interface Enos {
  /**
   * Gives EnOS's yes or no.
   *
   * Attempts that cannot have done harm are repeated while the deadline lasts.
   *
   * @throws EnosRequestError when neither yes nor no arrived; its `outcome` says what that leaves behind.
   */
  send(action: EnosAction, deadline: Deadline): Promise<Reply>;
}

/**
 * One call of EnOS's device service, `/connect-service/v2.1/devices`.
 *
 * EnOS calls the operation an action and names it in the query: `?action=create`.
 */
export interface EnosAction {
  readonly method: "GET" | "POST";
  readonly action: "create" | "get" | "search";
  readonly orgId: string;
  /** Query parameters besides `action` and `orgId`, not yet encoded. */
  readonly query?: Readonly<Record<string, string>>;
  /** Sent as JSON; serialized once, and those very bytes are signed. */
  readonly body?: object;
  /** Whether sending it twice leaves EnOS as sending it once does. Decides if a lost answer may be asked for again. */
  readonly repeatable: boolean;
  /** Refusals by which EnOS says that it did nothing and should be asked again. */
  readonly retryableCodes?: ReadonlySet<number>;
}

/** EnOS said yes: `code` is 0. */
export interface Accepted {
  readonly ok: true;
  /** The envelope's `data`, unread. */
  readonly data: unknown;
  readonly requestId: string | undefined;
}

/** EnOS said no: `code` is anything else. A definite answer, not a failure. */
export interface Refused {
  readonly ok: false;
  readonly code: number;
  /** EnOS's `msg`, for people. */
  readonly message: string;
  readonly requestId: string | undefined;
  /** An earlier attempt of this call was lost and may have been applied: the refusal may be about our own trace. */
  readonly afterLostAnswer: boolean;
}

export type Reply = Accepted | Refused;
