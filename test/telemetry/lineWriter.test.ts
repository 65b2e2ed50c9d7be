import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { closeSync, constants, existsSync, mkdtempSync, openSync, readSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { startSandbox, type Sandbox } from "../../src/sandbox/sandbox.js";
import { findFreePort } from "../support/freePort.js";
import { PRODUCTION, fromRouter } from "../support/production.js";
import { until } from "../support/until.js";

/** Time limit for building and starting the program on a busy machine. Milliseconds. */
jest.setTimeout(120_000);

/** Linux's disk that is always full. */
const FULL = "/dev/full";

/** More than a pipe and the writer keep together. Bytes. */
const MORE_THAN_IS_KEPT = 1_300_000;

/** Many refused reads with long IDs make an operation's line long, and the log full soon. */
const ALIASES = Array.from(
  { length: 20 },
  (_, n) => `a${n}: device(orgId: "${"o".repeat(120)}", assetId: "${"a".repeat(120)}") { id }`,
);
const QUERY = `{ __typename ${ALIASES.join(" ")} }`;

describe("a log that nobody reads", () => {
  let folder: string;
  let sandbox: Sandbox;
  let program: ChildProcess | undefined;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "log-"));
    sandbox = await startSandbox();
  });
  afterEach(async () => {
    if (program?.exitCode === null && program.kill("SIGKILL")) await once(program, "exit");
  });
  afterAll(async () => {
    await sandbox.close();
    rmSync(folder, { recursive: true });
  });

  /** Starts the program with its standard output at a file descriptor. */
  async function start(output: number) {
    const [port, adminPort] = [await findFreePort(), await findFreePort()];
    program = spawn(process.execPath, ["dist/main.js"], {
      env: {
        ...PRODUCTION,
        PORT: String(port),
        ADMIN_PORT: String(adminPort),
        ENOS_URL: sandbox.url,
        ENOS_APP_KEY: sandbox.appKey,
        ENOS_APP_SECRET: sandbox.appSecret,
      },
      stdio: ["ignore", output, "inherit"],
    });
    const started = program;
    const admin = `http://127.0.0.1:${adminPort}`;
    await until(async () => (await fetch(`${admin}/readyz`).catch(() => undefined))?.status === 200);
    const ask = async () => {
      const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
        method: "POST",
        headers: { "content-type": "application/json", ...fromRouter() },
        body: JSON.stringify({ query: QUERY }),
      });
      return (await response.json()) as { data: { __typename: string } };
    };
    const lost = async () => {
      const metrics = await (await fetch(`${admin}/metrics`)).text();
      return Number(/^subgraph_log_lines_lost_total (\d+)$/m.exec(metrics)?.[1]);
    };
    return { started, ask, lost };
  }

  it("costs lines, which are counted and told of once there is a reader again, and nothing else", async () => {
    const fifo = join(folder, "fifo");
    execFileSync("mkfifo", [fifo]);
    const reader = openSync(fifo, constants.O_RDONLY | constants.O_NONBLOCK);
    const writer = openSync(fifo, constants.O_WRONLY);
    const { started, ask, lost } = await start(writer);
    closeSync(writer);
    expect(await lost()).toBe(0);
    for (let round = 0; round < 100 && (await lost()) === 0; round++)
      await Promise.all(Array.from({ length: 20 }, ask));
    expect(await lost()).toBeGreaterThan(0);
    expect((await ask()).data.__typename).toBe("Query");

    // Somebody reads again.
    const chunk = Buffer.alloc(65_536);
    let text = "";
    const read = () => {
      try {
        text += chunk.toString("utf8", 0, readSync(reader, chunk));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "EAGAIN") throw error;
      }
    };
    await until(async () => {
      read();
      if (text.length > MORE_THAN_IS_KEPT / 2) await ask();
      return text.includes("log lines were lost");
    });
    const told = text.split("\n").find((line) => line.includes("log lines were lost"));
    expect(JSON.parse(told ?? "")).toMatchObject({ level: 40, lines: expect.any(Number) as number });

    started.kill("SIGTERM");
    const exit = once(started, "exit");
    const reading = setInterval(read, 5);
    expect(await exit).toEqual([0, null]);
    clearInterval(reading);
    closeSync(reader);
  });

  it("does not keep the program from ending", async () => {
    const fifo = join(folder, "stalled");
    execFileSync("mkfifo", [fifo]);
    const reader = openSync(fifo, constants.O_RDONLY | constants.O_NONBLOCK);
    const writer = openSync(fifo, constants.O_WRONLY);
    const { started, ask, lost } = await start(writer);
    closeSync(writer);
    for (let round = 0; round < 100 && (await lost()) === 0; round++)
      await Promise.all(Array.from({ length: 20 }, ask));
    started.kill("SIGTERM");
    expect(await once(started, "exit")).toEqual([0, null]);
    closeSync(reader);
  });

  (existsSync(FULL) ? it : it.skip)("costs the log alone when the disk is full", async () => {
    const disk = openSync(FULL, "w");
    const { started, ask } = await start(disk);
    closeSync(disk);
    for (let times = 0; times < 20; times++) expect((await ask()).data.__typename).toBe("Query");
    started.kill("SIGTERM");
    expect(await once(started, "exit")).toEqual([0, null]);
  });
});
