import type { FastifyInstance } from "fastify";
import type { ServerResponse } from "node:http";
import type { Socket } from "node:net";

/** How often answers are looked at that are not read. Milliseconds. */
const INTERVAL_MS = 500;

interface Unread {
  readonly raw: ServerResponse;
  readonly bytes: number;
  readonly sentAt: number;
}

export interface UnreadLimits {
  /** How long an answer may wait to be read. Milliseconds. */
  readonly unreadMs: number;
  /** How many bytes of answers may wait to be read, over all connections. */
  readonly unreadBytes: number;
}

/**
 * Bounds the memory and the time that clients can hold by asking without reading: an answer that waits too long ends
 * its connection, and so do the oldest ones when all together are too large.
 */
export function boundUnreadAnswers(server: FastifyInstance, { unreadMs, unreadBytes }: UnreadLimits): void {
  /**
   * By connection the answers on it, in the order in which they are sent. Not by answer: an old Map whose keys come and
   * go with each request has V8 keep their requests until its next major collection.
   */
  const connections = new Map<Socket, Unread[]>();
  let total = 0;

  const disconnect = (socket: Socket): void => {
    for (const { bytes } of connections.get(socket) ?? []) total -= bytes;
    connections.delete(socket);
    socket.destroy();
  };
  const disconnectOldest = (): void => {
    let oldest: Socket | undefined;
    let sentAt = Infinity;
    for (const [socket, [first]] of connections) {
      if (first && first.sentAt < sentAt) [oldest, sentAt] = [socket, first.sentAt];
    }
    if (oldest) disconnect(oldest);
  };
  server.server.on("connection", (socket: Socket) => {
    connections.set(socket, []);
    socket.once("close", () => {
      disconnect(socket);
    });
  });
  const forget = (raw: ServerResponse, answers: Unread[]): void => {
    const index = answers.findIndex((answer) => answer.raw === raw);
    if (index >= 0) total -= answers.splice(index, 1)[0]?.bytes ?? 0;
  };
  server.addHook("onSend", (_request, { raw }, payload, done) => {
    const answers = connections.get(raw.req.socket);
    // An answer that could not be sent, as a file that cannot be read, is followed by one that says so.
    if (answers) forget(raw, answers);
    // A file is read as fast as its client reads, which may take long.
    if (answers && (typeof payload === "string" || Buffer.isBuffer(payload))) {
      const bytes = Buffer.byteLength(payload);
      answers.push({ raw, bytes, sentAt: performance.now() });
      total += bytes;
      while (total > unreadBytes && total > bytes) disconnectOldest();
    }
    done(null, payload);
  });
  server.addHook("onResponse", (_request, { raw }, done) => {
    const answers = connections.get(raw.req.socket);
    if (answers) forget(raw, answers);
    done();
  });

  const timer = setInterval(() => {
    const before = performance.now() - unreadMs;
    for (const [socket, [first]] of connections) if (first && first.sentAt <= before) disconnect(socket);
  }, INTERVAL_MS).unref();
  server.addHook("onClose", (_instance, done) => {
    clearInterval(timer);
    done();
  });
}
