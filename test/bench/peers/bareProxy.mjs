/** The physical limit: the body in, the same body out, the answer back. No GraphQL, no parsing. */
import { createServer } from "node:http";

import { Pool } from "undici";

const pool = new Pool(process.env.UPSTREAM, { connections: 128 });
const headers = { "content-type": "application/json" };
const path = "/connect-service/v2.1/devices?action=create&orgId=o15475450989191";

async function forward(body, response) {
  const reply = await pool.request({ method: "POST", path, headers, body });
  const answer = Buffer.from(await reply.body.arrayBuffer());
  response.writeHead(reply.statusCode, { ...headers, "content-length": answer.length });
  response.end(answer);
}

createServer((request, response) => {
  const chunks = [];
  request.on("data", (chunk) => chunks.push(chunk));
  request.on("end", () => void forward(Buffer.concat(chunks), response));
}).listen(process.env.PORT, "127.0.0.1");
