import type { FastifyInstance } from "fastify";
import type { ServerResponse } from "node:http";

/** How often answers are looked at that are not read. Milliseconds. */
const INTERVAL_MS = 500;

interface Unread {
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
  /** In the order in which they were sent. */
  const unread = new Map<ServerResponse, Unread>();
  let total = 0;

  const settle = (response: ServerResponse): void => {
    total -= unread.get(response)?.bytes ?? 0;
    unread.delete(response);
  };
  const disconnect = (response: ServerResponse): void => {
    settle(response);
    response.destroy();
  };

  server.addHook("onSend", (_request, { raw }, payload, done) => {
    if (typeof payload === "string" || Buffer.isBuffer(payload)) {
      const bytes = Buffer.byteLength(payload);
      unread.set(raw, { bytes, sentAt: performance.now() });
      total += bytes;
      raw.once("close", () => {
        settle(raw);
      });
      for (const oldest of unread.keys()) {
        if (total <= unreadBytes || oldest === raw) break;
        disconnect(oldest);
      }
    }
    done(null, payload);
  });

  const timer = setInterval(() => {
    const before = performance.now() - unreadMs;
    for (const [response, { sentAt }] of unread) {
      if (sentAt > before) break;
      disconnect(response);
    }
  }, INTERVAL_MS).unref();
  server.addHook("onClose", (_instance, done) => {
    clearInterval(timer);
    done();
  });
}
