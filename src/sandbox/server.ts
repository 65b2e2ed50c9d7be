import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { setTimeout as wait } from "node:timers/promises";

import { ADMIN_PATH, serveAdmin } from "./admin/adminApi.js";
import { type FaultContext, injectFault } from "./faults/injectFault.js";
import { type Call, readCall } from "./http/call.js";
import { Connections } from "./http/connections.js";
import type { HostCheck } from "./http/hostCheck.js";
import { gatewayError, json, outcomeOf } from "./http/response.js";
import { resetConnection, serialize, writeHalf, writeResponse, writeSlowly } from "./http/writeResponse.js";
import { checkSignature, serveCall } from "./routes.js";
import type { SandboxState } from "./state.js";

/** The largest request body. EnOS has a limit, too, but its manual does not state it. */
const MAX_BODY_BYTES = 8 * 1024 * 1024;
/** Connections of a client's pool must not end just because they are idle. */
const KEEP_ALIVE_TIMEOUT_MS = 120_000;

/**
 * Returns an HTTP server of EnOS and of the admin API.
 *
 * @param checkHost refuses requests under a foreign name before anything else sees them.
 */
export function createSandboxServer(state: SandboxState, checkHost: HostCheck): Server {
  const connections = new Connections(() => state.settings.idleConnectionMs);
  const server = createServer((request, response) => {
    connections.use(request, response);
    const refused = checkHost(request.headers);
    if (refused) {
      // Its body is not read, so the connection cannot be used again.
      response.setHeader("connection", "close");
      writeResponse(response, refused);
      return;
    }
    serve(state, connections, request, response).catch((error: unknown) => {
      // Either the client left before its request was complete, or the sandbox has a bug.
      if (response.headersSent) response.destroy();
      else writeResponse(response, json(500, { message: `The sandbox failed: ${String(error)}` }));
    });
  });
  server.keepAliveTimeout = KEEP_ALIVE_TIMEOUT_MS;
  return server;
}

async function serve(
  state: SandboxState,
  connections: Connections,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await readBody(request);
  if (!body) {
    writeResponse(response, gatewayError(413));
    return;
  }
  const call = readCall(request, body);
  if (call.path.startsWith(ADMIN_PATH)) writeResponse(response, serveAdmin(state, call));
  else await serveEnosCall(state, connections, call, response);
}

/** Serves a call of EnOS: logged, counted, delayed, and with a fault if one is due. */
async function serveEnosCall(
  state: SandboxState,
  connections: Connections,
  call: Call,
  response: ServerResponse,
): Promise<void> {
  const { socket } = response.req;
  const signatureValid = checkSignature(state, call);
  const logged = state.requestLog?.record(call, signatureValid, state.clock());
  state.counts[call.operation] += 1;
  const fault = state.faults.take(call.operation);
  if (logged && fault) logged.fault = logged.outcome = fault.kind;
  const { latencyMs } = state.settings;
  if (latencyMs > 0) await wait(latencyMs, undefined, { ref: false });

  const context: FaultContext = {
    isTokenCall: call.operation === "token",
    process() {
      const processed = serveCall(state, call, signatureValid);
      if (logged) logged.outcome = outcomeOf(processed);
      return processed;
    },
    send: (sent) => {
      writeResponse(response, sent);
    },
    sendHalf: (sent) => {
      writeHalf(response, sent);
    },
    sendSlowly: (sent, everyMs, bytes) => writeSlowly(response, sent, everyMs, bytes),
    sendTwice: (sent) => {
      connections.repeat(socket, serialize(sent));
      writeResponse(response, sent);
    },
    swap: (own, waitMs) => state.swaps.swap(call.operation, own, waitMs),
    closeIdle: (ms) => {
      response.once("close", () => {
        connections.closeIdle(socket, ms);
      });
    },
    reset: () => {
      resetConnection(response);
    },
    expireToken: () => {
      state.tokens.expire();
    },
  };
  if (fault) await injectFault(context, fault);
  else context.send(context.process());
}

/** Returns a request's body, or `undefined` if it is too large. Rejects when the client leaves before its end. */
function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request
      .on("data", (chunk: Buffer) => {
        size += chunk.length;
        if (size <= MAX_BODY_BYTES) chunks.push(chunk);
      })
      .once("end", () => {
        resolve(size <= MAX_BODY_BYTES ? Buffer.concat(chunks, size) : undefined);
      })
      .once("error", reject);
  });
}
