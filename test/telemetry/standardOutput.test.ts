import { closeSync, existsSync, openSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";

import { createLogger } from "../../src/telemetry/logger.js";
import { standardOutput } from "../../src/telemetry/logger.js";

/** Linux's disk that is always full. */
const FULL = "/dev/full";

(existsSync(FULL) ? it : it.skip)("a log that cannot be written costs the log and nothing else", async () => {
  const disk = openSync(FULL, "w");
  const logger = createLogger("info", standardOutput(disk));
  logger.info("what waits for others");
  await wait(300);
  logger.fatal("what waits for nobody");
  for (let line = 0; line < 1_000; line++) logger.info("more than is written at once");
  await wait(300);
  closeSync(disk);
});
