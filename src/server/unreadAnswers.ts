import type { FastifyInstance } from "fastify";
import type { ServerResponse } from "node:http";
import type { Socket } from "node:net";

/** Interval of the check for unread answers. Milliseconds. */
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
 * Bounds the memory and the time that clients can use by not reading answers. The connection of an answer that waits too
 * long is closed, and so are those of the oldest answers when all together are too large.
 */
export function boundUnreadAnswers(server: FastifyInstance, { unreadMs, unreadBytes }: UnreadLimits): void {
  /**
   * The answers on each connection, in the order in which they are sent. The keys are not the answers: an old Map whose keys come and
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
    // If an answer cannot be sent, for example because its file cannot be read, an error answer follows.
    if (answers) forget(raw, answers);
    // A file is sent as fast as its client reads, which may take long.
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
