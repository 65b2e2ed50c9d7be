import { connect } from "node:net";

const HEADERS_END = Buffer.from("\r\n\r\n");
const LAST_CHUNK = Buffer.from("\r\n0\r\n\r\n");

/** Where a request has this text, each time another number is sent: no such request repeats another. */
export const NUMBER = "##########";

/** Requests with a number that were sent, over all connections. */
let sent = 0;

/**
 * One keep-alive connection that sends the same bytes again and again.
 *
 * It reads no more of an answer than its length, which is what makes it cheap: the load must never be what is
 * measured. An answer of another length than the first one, which was looked at, counts as wrong.
 */
export class Connection {
  #socket;
  #request;
  #numberAt;
  #answer = Buffer.alloc(0);
  #settle;

  constructor(port, request) {
    this.#request = Buffer.from(request);
    this.#numberAt = this.#request.indexOf(NUMBER);
    this.#socket = connect({ port, host: "127.0.0.1", noDelay: true });
    this.#socket.on("data", (chunk) => this.#read(chunk));
    this.#socket.on("error", (error) => this.#settle?.reject(error));
    this.#socket.on("close", () => this.#settle?.reject(new Error("the server hung up")));
  }

  /** Sends once and gives the body of the answer, as bytes. */
  ask() {
    if (this.#numberAt >= 0)
      this.#request.latin1Write(String(++sent).padStart(NUMBER.length, "0"), this.#numberAt);
    this.#socket.write(this.#request);
    return new Promise((resolve, reject) => {
      this.#settle = { resolve, reject };
    });
  }

  close() {
    this.#settle = undefined;
    this.#socket.destroy();
  }

  #read(chunk) {
    this.#answer = this.#answer.length === 0 ? chunk : Buffer.concat([this.#answer, chunk]);
    const end = this.#answer.indexOf(HEADERS_END);
    if (end === -1 || !isWhole(this.#answer, end)) return;
    const { resolve, reject } = this.#settle;
    const answer = this.#answer;
    this.#answer = Buffer.alloc(0);
    if (answer.latin1Slice(9, 12) === "200") resolve(answer.subarray(end + 4));
    else reject(new Error(`HTTP ${answer.toString("utf8").slice(9, 600)}`));
  }
}

function isWhole(answer, headersEnd) {
  const length = /\r\ncontent-length: *(\d+)/i.exec(answer.latin1Slice(0, headersEnd))?.[1];
  if (length !== undefined) return answer.length >= headersEnd + 4 + Number(length);
  return answer.subarray(-LAST_CHUNK.length).equals(LAST_CHUNK);
}
