import { type Dispatcher, EnvHttpProxyAgent, Pool } from "undici";

import type { Deadline } from "../../runtime/deadline.js";
import { microBatch } from "../../runtime/microBatch.js";
import { ownTurn } from "../../runtime/ownTurn.js";
import { EnosRequestError, RequestNotSentError, UNREADABLE_ANSWER } from "../errors.js";
import { MAX_ANSWER_BYTES, decodeBody } from "./decodeBody.js";

/** A complete HTTP request to EnOS. */
export interface RawRequest {
  readonly method: "GET" | "POST";
  /** Path and encoded query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
}

/** A complete HTTP response, not yet interpreted. */
export interface RawReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** Sends one request to EnOS and returns the answer, without retries and without interpreting it. */
export interface Transport {
  /**
   * Returns the answer, whatever its status.
   *
   * @throws RequestNotSentError when no byte reached EnOS.
   * @throws EnosRequestError with the outcome UNKNOWN when the request may have reached it.
   */
  send(request: RawRequest, deadline: Deadline): Promise<RawReply>;
}

/** The proxies between this program and EnOS, as the usual environment variables name them. */
export interface ProxyOptions {
  /** `HTTPS_PROXY`: for an EnOS whose address is https. */
  readonly httpsProxy?: string | undefined;
  /** `HTTP_PROXY`: for an EnOS whose address is http. */
  readonly httpProxy?: string | undefined;
  /** `NO_PROXY`: hosts that are reached directly, separated by commas. */
  readonly noProxy?: string | undefined;
}

/** An HTTP response as it came. */
interface ReceivedReply extends Omit<RawReply, "body"> {
  readonly chunks: Buffer[];
  /** Of all chunks. Bytes. */
  length: number;
}

/** Answers beyond this keep the event loop busy for milliseconds while they are read. Bytes, or characters of text. */
const LARGE_LENGTH = 256 * 1024;

export interface HttpTransportOptions {
  /** Scheme, host and port of the API gateway. */
  readonly origin: string;
  readonly connections: number;
  readonly connectTimeoutMs: number;
  /** Bounds one attempt from the first byte of the request to the last byte of the answer. */
  readonly answerTimeoutMs: number;
  readonly proxy?: ProxyOptions | undefined;
}

/**
 * How long an idle connection is kept, whatever EnOS announces: far below the 60 s after which gateways close theirs, so
 * that no request goes out on a connection that is being closed. Milliseconds.
 */
const KEEP_ALIVE_MS = 4_000;

/** EnOS over HTTP/1.1: keep-alive connections, no redirects followed, nothing repeated. */
export class HttpTransport implements Transport {
  readonly #dispatcher: Dispatcher;

  constructor(private readonly options: HttpTransportOptions) {
    this.#dispatcher = createDispatcher(options);
  }

  async send(request: RawRequest, deadline: Deadline): Promise<RawReply> {
    const { origin, answerTimeoutMs } = this.options;
    const { method, path, headers, body = null } = request;
    const reply = await new Promise<ReceivedReply>((resolve, reject) => {
      const handler = new PendingRequest(resolve, reject, deadline, answerTimeoutMs);
      this.#dispatcher.dispatch({ origin, method, path, headers, body }, handler);
    });
    await (reply.length > LARGE_LENGTH ? ownTurn() : microBatch());
    const text = decode(reply);
    // A short answer may be long when it is decompressed.
    if (reply.length <= LARGE_LENGTH && text.length > LARGE_LENGTH) await ownTurn();
    return { status: reply.status, headers: reply.headers, body: text };
  }

  /** Breaks every connection at once. */
  async close(): Promise<void> {
    await this.#dispatcher.destroy();
  }
}

function createDispatcher({
  origin,
  connections,
  connectTimeoutMs,
  proxy,
}: HttpTransportOptions): Dispatcher {
  const pool = {
    connections,
    pipelining: 1,
    allowH2: false,
    keepAliveTimeout: KEEP_ALIVE_MS,
    keepAliveMaxTimeout: KEEP_ALIVE_MS,
    // `PendingRequest` has a timer of its own, which covers the whole answer.
    headersTimeout: 0,
    bodyTimeout: 0,
  };
  const connect = { timeout: connectTimeoutMs };
  const { httpProxy, httpsProxy, noProxy } = proxy ?? {};
  if (httpProxy === undefined && httpsProxy === undefined) return new Pool(origin, { ...pool, connect });
  return new EnvHttpProxyAgent({
    ...pool,
    connect,
    connectTimeout: connectTimeoutMs,
    requestTls: connect,
    proxyTls: connect,
    // Through a tunnel the moment at which a request is written to EnOS is still exact; in absolute form it is not.
    proxyTunnel: true,
    // A CONNECT that is never answered would keep its place in the pool for undici's 300 s.
    clientFactory: (uri, options) => new Pool(uri, { ...options, headersTimeout: connectTimeoutMs }),
    httpProxy: httpProxy ?? "",
    httpsProxy: httpsProxy ?? "",
    noProxy: noProxy ?? "",
  });
}

/**
 * A request on its way through the pool.
 *
 * `dispatch` with a handler of our own shows when a request is first written to a socket. An error
 * before that proves that EnOS has not seen the request; no error code of a socket can prove it.
 */
class PendingRequest implements Dispatcher.DispatchHandler {
  #controller: Dispatcher.DispatchController | undefined;
  #reply: ReceivedReply | undefined;
  #timer: NodeJS.Timeout | undefined;
  readonly #onDeadline = (): void => {
    const message = "The deadline passed before EnOS answered.";
    // Not TRANSIENT: a deadline that has passed says nothing about EnOS.
    this.#abort(new EnosRequestError(message, { outcome: "UNKNOWN", retry: "UNAVAILABLE" }));
  };

  constructor(
    private readonly resolve: (reply: ReceivedReply) => void,
    private readonly reject: (error: EnosRequestError) => void,
    private readonly deadline: Deadline,
    private readonly answerTimeoutMs: number,
  ) {
    deadline.onPassed(this.#onDeadline);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    if (this.deadline.passed) {
      controller.abort(new Error("the deadline passed"));
      return;
    }
    this.#controller = controller;
    this.#timer = setTimeout(() => {
      this.#abort(lostAnswer("EnOS did not answer in time.", "ANSWER_TIMEOUT"));
    }, this.answerTimeoutMs);
  }

  onResponseStart(_: Dispatcher.DispatchController, status: number, headers: RawReply["headers"]): void {
    this.#reply = { status, headers, chunks: [], length: 0 };
  }

  onResponseData(_: Dispatcher.DispatchController, chunk: Buffer): void {
    const reply = this.#reply;
    if (!reply) return;
    reply.length += chunk.length;
    if (reply.length > MAX_ANSWER_BYTES) this.#abort(lostAnswer("EnOS's answer is too long.", "TOO_LONG"));
    else reply.chunks.push(chunk);
  }

  onResponseEnd(): void {
    this.#release();
    const reply = this.#reply;
    if (reply) this.resolve(reply);
    else this.reject(lostAnswer("The connection to EnOS was lost.", "the answer ended before it began"));
  }

  onResponseError(_: Dispatcher.DispatchController, error: Error): void {
    this.#fail(
      this.#controller ? lostAnswer("The connection to EnOS was lost.", toDetail(error)) : notSent(error),
    );
  }

  #abort(error: EnosRequestError): void {
    this.#fail(this.#controller ? error : outOfTime());
    this.#controller?.abort(error);
  }

  #fail(error: EnosRequestError): void {
    this.#release();
    this.reject(error);
  }

  #release(): void {
    clearTimeout(this.#timer);
    this.deadline.offPassed(this.#onDeadline);
  }
}

function decode({ chunks, headers }: ReceivedReply): string {
  try {
    return decodeBody(Buffer.concat(chunks), headers["content-encoding"]);
  } catch (error) {
    throw lostAnswer(UNREADABLE_ANSWER, toDetail(error));
  }
}

/** Returns the error of a request for which the deadline left no time. */
export function outOfTime(): RequestNotSentError {
  return new RequestNotSentError("There was no time left to ask EnOS.", { retry: "UNAVAILABLE" });
}

function lostAnswer(message: string, detail: string): EnosRequestError {
  return new EnosRequestError(message, { outcome: "UNKNOWN", retry: "TRANSIENT", detail });
}

function notSent(error: Error): RequestNotSentError {
  const detail = toDetail(error);
  const fault = findConfigurationFault(detail);
  return new RequestNotSentError("EnOS could not be reached.", {
    detail: fault ?? detail,
    misconfigured: fault !== undefined,
  });
}

/** OpenSSL's words for a certificate of an authority that this process does not know. */
const UNKNOWN_AUTHORITY =
  /^(UNABLE_TO_VERIFY_LEAF_SIGNATURE|UNABLE_TO_GET_ISSUER_CERT(_LOCALLY)?|(DEPTH_ZERO_)?SELF_SIGNED_CERT(_IN_CHAIN)?)$/;

/** Returns what an operator has to change before EnOS can be reached; undefined where nothing says that it is this. */
function findConfigurationFault(detail: string): string | undefined {
  if (UNKNOWN_AUTHORITY.test(detail))
    return `The certificate is not trusted (${detail}). NODE_EXTRA_CA_CERTS must name the file of its authority.`;
  if (detail.startsWith("Proxy response (407)"))
    return "The proxy wants a user name and a password (407). HTTPS_PROXY must hold them: http://user:password@proxy.";
  return undefined;
}

function toDetail(error: unknown): string {
  const { code, message, cause } = error as NodeJS.ErrnoException & { cause?: NodeJS.ErrnoException };
  // Of a proxy that opens no tunnel, undici tells the status in the message alone.
  return code === "UND_ERR_ABORTED" ? message : (code ?? cause?.code ?? message);
}
