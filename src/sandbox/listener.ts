import type { IncomingMessage, ServerResponse } from "node:http";
import { ADMIN_PATH, answerAdmin } from "./admin.js";
import { gatewayAnswer, json } from "./answer.js";
import type { Backstage } from "./backstage.js";
import { readCall } from "./call.js";
import { readBody } from "./readBody.js";
import { send } from "./reply.js";
import { serveCall } from "./serveCall.js";

/** Gives what node:http calls for every request. */
export function listener(backstage: Backstage) {
  return (request: IncomingMessage, response: ServerResponse): void => {
    serve(backstage, request, response).catch((error: unknown) => {
      // Either the client left while it was still speaking, or the sandbox has a bug: then say so.
      if (response.headersSent) response.destroy();
      else send(response, json(500, { message: `The sandbox failed: ${String(error)}` }));
    });
  };
}

async function serve(
  backstage: Backstage,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await readBody(request);
  if (!body) {
    send(response, gatewayAnswer(413));
    return;
  }
  const call = readCall(request, body);
  if (call.path.startsWith(ADMIN_PATH)) send(response, answerAdmin(backstage, call));
  else await serveCall(backstage, call, response);
}
