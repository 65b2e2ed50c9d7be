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
