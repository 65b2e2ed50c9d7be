import { Pool } from "undici";

import { toResult } from "./toResult.mjs";

const PATH = "/connect-service/v2.1/devices?action=create&orgId=";
const HEADERS = { "content-type": "application/json", "apim-accesstoken": "a".repeat(48) };
const pool = new Pool(process.env.UPSTREAM, { connections: 128 });

/** What a first version does that works: no signature, no checks, no retries, no deadline. */
async function createDevice(_, { input: { orgId, ...input } }) {
  const path = PATH + encodeURIComponent(orgId);
  const reply = await pool.request({ method: "POST", path, headers: HEADERS, body: JSON.stringify(input) });
  return toResult({ orgId, ...input }, await reply.body.json());
}

export const resolvers = { Mutation: { createDevice } };
