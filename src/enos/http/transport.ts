import { type Dispatcher, Pool } from "undici";

import { microBatch } from "../../runtime/microBatch.js";

/** No answer of the device service comes near this; whatever does is not EnOS. Bytes. */
const LONGEST_ANSWER = 8 * 1024 * 1024;

export interface HttpTransportOptions {
  /** Scheme, host and port of the API gateway. */
  readonly origin: string;
  readonly connections: number;
  readonly connectTimeoutMs: number;
  /** Bounds the wait for the headers, and again the wait between two pieces of the body. */
  readonly answerTimeoutMs: number;
}

/** EnOS over HTTP/1.1: keep-alive connections, no redirects followed, nothing repeated. */
export class HttpTransport implements Transport {
  readonly #pool: Pool;

  constructor(options: HttpTransportOptions) {
    this.#pool = new Pool(options.origin, {
      connections: options.connections,
      pipelining: 1,
      allowH2: false,
      connect: { timeout: options.connectTimeoutMs },
      headersTimeout: options.answerTimeoutMs,
      bodyTimeout: options.answerTimeoutMs,
    });
  }

  async exchange(write: () => RawRequest, signal: AbortSignal): Promise<RawReply> {
    const { method, path, headers, body = null } = write();
    const reply = await new Promise<RawReply>((resolve, reject) => {
      const handler = new Exchange(resolve, reject, signal);
      this.#pool.dispatch({ method, path, headers, body }, handler);
    });
    await microBatch();
    return reply;
  }

  /** Breaks every connection at once. */
  async close(): Promise<void> {
    await this.#pool.destroy();
  }
}

/**
 * One request on its way through the pool.
 *
 * `dispatch` with a handler of our own tells the moment at which a request is first written to a socket: an
 * error before it is proof that EnOS saw nothing, which no error code of a socket can give.
 */
class Exchange implements Dispatcher.DispatchHandler {
  #controller: Dispatcher.DispatchController | undefined;
  #reply: { status: number; headers: RawReply["headers"] } | undefined;
  readonly #chunks: Buffer[] = [];
  #length = 0;
  readonly #onAbort = (): void => {
    this.#abort(new Error("the deadline passed"));
  };

  constructor(
    private readonly resolve: (reply: RawReply) => void,
    private readonly reject: (error: Error) => void,
    private readonly signal: AbortSignal,
  ) {
    if (signal.aborted) this.#onAbort();
    else signal.addEventListener("abort", this.#onAbort, { once: true });
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.signal.aborted) controller.abort(new Error("the deadline passed"));
  }

  onResponseStart(_: Dispatcher.DispatchController, status: number, headers: RawReply["headers"]): void {
    this.#reply = { status, headers };
  }

  onResponseData(_: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#length += chunk.length;
    if (this.#length > LONGEST_ANSWER) this.#abort(new Error("the answer is too long"));
    else this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    this.#release();
    if (this.#reply) this.resolve({ ...this.#reply, body: Buffer.concat(this.#chunks).toString("utf8") });
    else this.reject(new Error("the answer ended before it began"));
  }

  onResponseError(_: Dispatcher.DispatchController, error: Error): void {
    this.#fail(error);
  }

  #abort(reason: Error): void {
    this.#fail(reason);
    this.#controller?.abort(reason);
  }

  #fail(error: Error): void {
    this.#release();
    this.reject(this.#controller ? error : new RequestNotSentError(error.message, { cause: error }));
  }

  #release(): void {
    this.signal.removeEventListener("abort", this.#onAbort);
  }
}

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
   * Rejects with `RequestNotSentError` when nothing reached EnOS; with any other error when the request may have.
   *
   * @param write gives the request at the moment of sending, which may be long after: EnOS judges its timestamp. May
   *   throw `RequestNotSentError`.
   */
  exchange(write: () => RawRequest, signal: AbortSignal): Promise<RawReply>;
}

/** The request never left: EnOS knows nothing of it. */
export class RequestNotSentError extends Error {
  override readonly name: string = "RequestNotSentError";
}

/** We did not try: EnOS, or this process, has more than enough to do. */
export class LoadShedError extends RequestNotSentError {
  override readonly name = "LoadShedError";

  constructor(
    message: string,
    /** When it is worth trying again. Milliseconds. */
    readonly retryAfterMs: number,
  ) {
    super(message);
  }
}
