import { once } from "node:events";
import { type RequestListener, createServer } from "node:http";
import { type AddressInfo, type Socket, connect, createServer as createTcpServer } from "node:net";
import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";

import { EnosRequestError, RequestNotSentError } from "../../src/enos/errors.js";
import { HttpTransport, type HttpTransportOptions } from "../../src/enos/http/transport.js";
import { deadlineIn } from "../support/deadlines.js";
import { until } from "../support/until.js";

const REQUEST = { method: "POST", path: "/", headers: {}, body: "{}" } as const;
const never = deadlineIn();

const open: { close(): unknown }[] = [];
afterEach(async () => {
  while (open.length > 0) await open.pop()?.close();
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, "127.0.0.1");
  await once(server, "listening");
  open.push({
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function transportTo(origin: string, options: Partial<HttpTransportOptions> = {}): HttpTransport {
  const transport = new HttpTransport({
    ...{ origin, connections: 2, connectTimeoutMs: 5_000, answerTimeoutMs: 5_000 },
    ...options,
  });
  open.push(transport);
  return transport;
}

async function failure(promise: Promise<unknown>): Promise<EnosRequestError> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof EnosRequestError)) throw new Error(`expected a failure, got ${String(error)}`);
  return error;
}

const TEXT = '{"code":0,"msg":"风机"}';
const BOM = Buffer.from([0xef, 0xbb, 0xbf]);

it.each<[string, string, Buffer]>([
  ["gzip", "gzip", gzipSync(TEXT)],
  ["gzip by its old name", "x-gzip", gzipSync(TEXT)],
  ["gzip in capitals", "GZIP", gzipSync(TEXT)],
  ["deflate", "deflate", deflateSync(TEXT)],
  ["brotli", "br", brotliCompressSync(TEXT)],
  ["identity", "identity", Buffer.from(TEXT)],
  ["a byte order mark", "identity", Buffer.concat([BOM, Buffer.from(TEXT)])],
  ["gzip with a byte order mark in it", "gzip", gzipSync(Buffer.concat([BOM, Buffer.from(TEXT)]))],
])("reads an answer in %s", async (_, coding, body) => {
  const origin = await serve((__, response) => {
    response.setHeader("content-encoding", coding).end(body);
  });
  expect((await transportTo(origin).send(REQUEST, never)).body).toBe(TEXT);
});

it.each<[string, string, Buffer]>([
  ["in an unknown coding", "zstd", Buffer.from(TEXT)],
  ["in two codings", "gzip, br", gzipSync(TEXT)],
  ["that is damaged", "gzip", Buffer.from(TEXT)],
  ["that is cut", "gzip", gzipSync(TEXT).subarray(0, -12)],
  ["that decodes to more than 8 MiB", "gzip", gzipSync(Buffer.alloc(9 * 2 ** 20))],
  ["of more than 8 MiB", "identity", Buffer.alloc(9 * 2 ** 20)],
])("an answer %s leaves the outcome unknown", async (_, coding, body) => {
  const origin = await serve((__, response) => {
    response.on("error", () => undefined);
    response.setHeader("content-encoding", coding).end(body);
  });
  const error = await failure(transportTo(origin).send(REQUEST, never));
  expect(error).toMatchObject({ outcome: "UNKNOWN", retry: "TRANSIENT" });
});

it("an answer that drips ends after the answer timeout, however steadily it drips", async () => {
  let dripping = 0;
  const origin = await serve((_, response) => {
    response.writeHead(200);
    const drip = setInterval(() => response.write(" "), 20);
    response.on("close", () => {
      clearInterval(drip);
      dripping += 1;
    });
  });
  const error = await failure(transportTo(origin, { answerTimeoutMs: 300 }).send(REQUEST, never));
  expect(error).toMatchObject({ outcome: "UNKNOWN", retry: "TRANSIENT", detail: "ANSWER_TIMEOUT" });
  await until(() => Promise.resolve(dripping === 1));
});

it("a deadline that passes after sending leaves the outcome unknown, and is no fault of EnOS's", async () => {
  const origin = await serve(() => undefined);
  const error = await failure(transportTo(origin).send(REQUEST, deadlineIn(2_000)));
  expect(error).toMatchObject({ outcome: "UNKNOWN", retry: "UNAVAILABLE" });
});

it("a deadline that has passed before sending sends nothing", async () => {
  const received: unknown[] = [];
  const origin = await serve((request) => received.push(request));
  const deadline = deadlineIn(0);
  await until(() => Promise.resolve(deadline.passed));
  const error = await failure(transportTo(origin).send(REQUEST, deadline));
  expect(error).toBeInstanceOf(RequestNotSentError);
  expect(received).toEqual([]);
});

it("an idle connection is not kept for longer than 4 s, whatever EnOS announces", async () => {
  const sockets = new Set<Socket>();
  const origin = await serve((request, response) => {
    sockets.add(request.socket);
    response.setHeader("keep-alive", "timeout=600").end(TEXT);
  });
  const transport = transportTo(origin);
  await transport.send(REQUEST, never);
  await transport.send(REQUEST, never);
  expect(sockets.size).toBe(1);
  const [socket] = sockets;
  if (!socket) throw new Error("no connection");
  await once(socket, "close");
  await transport.send(REQUEST, never);
  expect(sockets.size).toBe(2);
}, 20_000);

describe("through a proxy", () => {
  /** Starts a proxy that records its requests and handles connections as the test says. */
  async function startProxy(answer: (socket: Socket, target: string) => void) {
    const targets: string[] = [];
    const sockets = new Set<Socket>();
    const server = createTcpServer((socket) => {
      sockets.add(socket);
      socket.on("error", () => undefined);
      socket.once("data", (head) => {
        const target = /^CONNECT (\S+) HTTP/.exec(head.toString())?.[1] ?? head.toString();
        targets.push(target);
        answer(socket, target);
      });
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    open.push({
      close: () => {
        for (const socket of sockets) socket.destroy();
        server.close();
      },
    });
    return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, targets };
  }

  const tunnel = (socket: Socket, target: string) => {
    const [host = "", port] = target.split(":");
    const onward = connect(Number(port), host, () => {
      socket.write("HTTP/1.1 200 Connection Established\r\n\r\n");
      socket.pipe(onward).pipe(socket);
    });
    onward.on("error", () => socket.destroy());
  };

  it("requests reach EnOS by a tunnel", async () => {
    const origin = await serve((_, response) => response.end(TEXT));
    const proxy = await startProxy(tunnel);
    const transport = transportTo(origin, { proxy: { httpProxy: proxy.url } });
    expect(await transport.send(REQUEST, never)).toMatchObject({ status: 200, body: TEXT });
    expect(proxy.targets).toEqual([new URL(origin).host]);
  });

  it("a host of NO_PROXY is reached directly", async () => {
    const origin = await serve((_, response) => response.end(TEXT));
    const proxy = await startProxy(tunnel);
    const transport = transportTo(origin, { proxy: { httpProxy: proxy.url, noProxy: "127.0.0.1" } });
    expect((await transport.send(REQUEST, never)).body).toBe(TEXT);
    expect(proxy.targets).toEqual([]);
  });

  it.each<[string, (socket: Socket) => void]>([
    ["wants a password", (socket) => socket.end("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n")],
    ["does not reach EnOS", (socket) => socket.end("HTTP/1.1 502 Bad Gateway\r\n\r\n")],
    ["breaks the connection", (socket) => socket.destroy()],
    ["never answers", () => undefined],
  ])("a proxy that %s is proof that EnOS was not asked", async (_, answer) => {
    const received: unknown[] = [];
    const origin = await serve((request) => received.push(request));
    const proxy = await startProxy(answer);
    const options = { proxy: { httpProxy: proxy.url }, connectTimeoutMs: 500 };
    const error = await failure(transportTo(origin, options).send(REQUEST, never));
    expect(error).toBeInstanceOf(RequestNotSentError);
    expect(error.retry).toBe("TRANSIENT");
    expect(received).toEqual([]);
  });

  it("an EnOS that breaks the connection behind the proxy leaves the outcome unknown", async () => {
    const origin = await serve((request) => request.socket.destroy());
    const proxy = await startProxy(tunnel);
    const error = await failure(
      transportTo(origin, { proxy: { httpProxy: proxy.url } }).send(REQUEST, never),
    );
    expect(error).toMatchObject({ outcome: "UNKNOWN", retry: "TRANSIENT" });
  });
});
