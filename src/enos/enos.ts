import type { Deadline } from "../runtime/deadline.js";

/** How long EnOS may take to answer one request, unless stated otherwise. Milliseconds. */
export const ANSWER_TIMEOUT_MS = 8_000;

/** EnOS's REST API, as the domain sees it. */
export interface Enos {
  /**
   * Sends a request and returns EnOS's definite answer: accepted or refused.
   *
   * Attempts that cannot do harm are repeated while the deadline leaves time.
   *
   * @throws EnosRequestError when there is no definite answer; its `outcome` says whether EnOS may have acted.
   */
  send(action: EnosAction, deadline: Deadline): Promise<Reply>;
}

/** The resource of an action; each resource has its own path in EnOS's API. */
export type EnosResource = "devices" | "products" | "thing-models";

/**
 * A request to EnOS's API.
 *
 * EnOS calls it an action and names it in the query: `?action=create`.
 */
export interface EnosAction {
  readonly method: "GET" | "POST";
  /** Devices, unless given. */
  readonly resource?: EnosResource;
  readonly action: "create" | "get" | "search" | "update" | "delete" | "enable" | "disable";
  readonly orgId: string;
  /** Query parameters besides `action` and `orgId`, not yet encoded. */
  readonly query?: Readonly<Record<string, string>>;
  /** Sent as JSON. It is serialized once, and exactly these bytes are signed. */
  readonly body?: object;
  /** Whether sending it twice has the same effect as sending it once: only then it is repeated after a lost answer. */
  readonly repeatable: boolean;
  /** Codes of refusals by which EnOS says that it did nothing and that the request should be repeated. */
  readonly retryableCodes?: ReadonlySet<number>;
  /**
   * Returns whether the action's manual page lists a refusal. A listed refusal is definite whatever its HTTP status,
   * and with the code of an internal error (99500), too. Without this function no refusal counts as listed.
   */
  readonly isDocumentedRefusal?: (refusal: Pick<Refused, "code" | "message">) => boolean;
  /**
   * One object for all times that a caller sends the same request: the attempts of earlier times count. Only the client's own
   * retries take from the retry budget: a caller that sends again pauses longer than they do.
   */
  readonly attempts?: Attempts;
}

/** The attempts of one request so far. */
export interface Attempts {
  /** How often it was sent. */
  made: number;
  /** EnOS's ID of the latest attempt that was answered. */
  requestId?: string;
}

/** EnOS accepted the request: `code` is 0. */
export interface Accepted {
  readonly ok: true;
  /** The envelope's `data`, unread; numbers that JavaScript would change are `JSON.rawJSON` values. */
  readonly data: unknown;
  /** The envelope's `pagination`, unread: only searches have it. */
  readonly pagination: unknown;
  /** Of the answer's whole text. Characters. */
  readonly length: number;
  readonly requestId: string | undefined;
  /** Whether an earlier attempt had no answer and may have been applied. */
  readonly afterLostAnswer: boolean;
}

/** EnOS refused the request: `code` is anything else. A definite answer, not a failure. */
export interface Refused {
  readonly ok: false;
  readonly code: number;
  /** EnOS's `msg`, for people. */
  readonly message: string;
  readonly requestId: string | undefined;
  /** The answer's HTTP status. */
  readonly status: number;
  /** Whether an earlier attempt had no answer and may have been applied: the refusal may be a consequence of it. */
  readonly afterLostAnswer: boolean;
}

export type Reply = Accepted | Refused;

/** The answer to one attempt, without the attempts before it. */
export type AttemptReply = Omit<Accepted, keyof History> | Omit<Refused, keyof History>;

type History = Pick<Accepted, "afterLostAnswer">;

/** Whether an action changes nothing: reads and writes fail, and are shed, apart from each other. */
export function isRead({ action }: EnosAction): boolean {
  return action === "get" || action === "search";
}
