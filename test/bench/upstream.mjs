/**
 * An EnOS that only answers: a process of its own on a free port, told its delay over IPC.
 *
 * It checks nothing and costs as little as node:http can, so that what is measured is the server before it.
 */
import { createServer } from "node:http";

import { INPUT } from "./operation.mjs";

const JSON_TYPE = { "content-type": "application/json;charset=UTF-8" };
const TOKEN = JSON.stringify({
  status: 0,
  msg: "SUCCESS",
  data: { accessToken: "a".repeat(48), expire: 7200 },
});
const CREATED = {
  assetId: "Uvmm5AXU",
  productKey: INPUT.productKey,
  deviceKey: "bRjVPUzRmB",
  deviceSecret: "vLWa8Dkd9mZtIlfQYt4f",
};

let delayMs = 0;

let answers = 0;

/** Gives every answer an ID of its own, as EnOS does: one that comes again is taken for a mixed-up answer. */
function envelope(data, more = {}) {
  const requestId = `f2a3a0ca-b1f9-4e2a-8f0e-${String(++answers).padStart(12, "0")}`;
  return JSON.stringify({ code: 0, msg: "OK", requestId, data, ...more });
}

const DEVICE_KEY = /"deviceKey":"([^"]+)"/;

/** A device that was created with a key has that key. */
function created(body) {
  const [, deviceKey] = DEVICE_KEY.exec(body) ?? [];
  return envelope({ ...CREATED, ...(deviceKey && { deviceKey }) });
}

function stored(assetId) {
  const { timezone, deviceName, deviceAttributes, deviceDesc, deviceTags, orgId } = INPUT;
  const input = { orgId, timezone, deviceName, deviceAttributes, deviceDesc, deviceTags };
  return { ...CREATED, ...input, assetId, status: "online", createTime: 1_541_815_603_606 };
}

/**
 * The quoted words of a search expression are the asset IDs that it asks for, and the projection what of them. Without an
 * expression the answer is a page of a long list.
 */
function search(body) {
  const { expression, projection, pagination } = JSON.parse(body);
  const ids = expression
    ? [...expression.matchAll(/'([^']+)'/g)].map((match) => match[1])
    : Array.from({ length: pagination.pageSize }, (_, index) => `Listed${String(index).padStart(3, "0")}`);
  const rows = ids.map((id) => project(stored(id), projection));
  return envelope(rows, { pagination: { ...pagination, totalSize: 25_000 } });
}

function project(device, fields) {
  return Object.fromEntries(fields.map((field) => [field, device[field]]));
}

function answer(url, body) {
  if (url.includes("action=create")) return created(body);
  if (url.includes("action=search")) return search(body);
  if (url.includes("action=get"))
    return envelope(stored(new URL(url, "http://x").searchParams.get("assetId")));
  return TOKEN;
}

const server = createServer((request, response) => {
  let body = "";
  request.setEncoding("utf8");
  request.on("data", (chunk) => (body += chunk));
  request.on("end", () => {
    const text = answer(request.url, body);
    const send = () => {
      response.writeHead(200, { ...JSON_TYPE, "content-length": Buffer.byteLength(text) });
      response.end(text);
    };
    if (delayMs === 0) send();
    else setTimeout(send, delayMs);
  });
});
server.keepAliveTimeout = 600_000;
server.listen(0, "127.0.0.1", () => process.send({ port: server.address().port }));

process.on("message", (message) => {
  delayMs = message.delayMs;
  process.send({ delayMs });
});
process.on("disconnect", () => process.exit());
