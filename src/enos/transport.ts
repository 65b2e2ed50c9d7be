/** An HTTP request to EnOS, complete. */
export interface RawRequest {
  readonly method: "GET" | "POST";
  /** Path and encoded query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
}

/** An HTTP response, whole but unread. */
export interface RawReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** Carries one request to EnOS and its answer back; no retries, no meaning. */
export interface Transport {
  /**
   * Resolves to the answer, whatever its status.
   *
   * Rejects with `NotSent` when nothing reached EnOS; with any other error when the request may have.
   *
   * @param write gives the request at the moment of sending, which may be long after: EnOS judges its timestamp. May
   *   throw `NotSent`.
   */
  exchange(write: () => RawRequest, signal: AbortSignal): Promise<RawReply>;
}

/** The request never left: EnOS knows nothing of it. */
export class NotSent extends Error {
  override readonly name: string = "NotSent";
}

/** We did not try: EnOS, or this process, has more than enough to do. */
export class Shed extends NotSent {
  override readonly name = "Shed";

  constructor(
    message: string,
    /** When it is worth trying again. Milliseconds. */
    readonly retryAfterMs: number,
  ) {
    super(message);
  }
}
