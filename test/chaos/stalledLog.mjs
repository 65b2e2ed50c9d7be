import { execFileSync } from "node:child_process";
import { closeSync, constants, mkdtempSync, openSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { ask, toInput } from "./ask.mjs";
import { atRate } from "./pace.mjs";
import { Replica } from "./replica.mjs";

const PER_SECOND = 60;
const SECONDS = 15;

/** Nobody reads the log: the pipe is full after 64 KiB. Returns whether that cost nothing but log lines. */
export async function stalledLog(sandbox) {
  const fifo = join(mkdtempSync(join(tmpdir(), "chaos-")), "log");
  execFileSync("mkfifo", [fifo]);
  // Opened for both, so that neither end waits for the other; what is written is never read.
  const pipe = openSync(fifo, constants.O_RDWR);
  const replica = new Replica(4251, sandbox, { LOG_LEVEL: "info", DRAIN_DELAY_MS: "0" }, pipe);
  await replica.start();
  const outcomes = await atRate(PER_SECOND, SECONDS, (request) =>
    ask(replica, toInput(request)).then(
      ({ __typename }) => __typename,
      ({ message }) => message,
    ),
  );
  const ended = await Promise.race([
    replica.end("SIGTERM"),
    new Promise((resolve) => setTimeout(resolve, 15_000, "not at all")),
  ]);
  if (ended === "not at all") await replica.end("SIGKILL");
  closeSync(pipe);
  const created = outcomes.filter((outcome) => outcome === "CreateDeviceSuccess").length;
  console.table({
    requests: { value: outcomes.length, required: "" },
    created: { value: created, required: outcomes.length },
    "exit code after SIGTERM": { value: ended, required: 0 },
  });
  return created === outcomes.length && ended === 0;
}
