/**
 * Loaded into a measured server before its own code: tells what the process has cost so far when asked over IPC.
 *
 * The channel is unreferenced, so the server lives and ends as it would without.
 */
import { monitorEventLoopDelay } from "node:perf_hooks";

/** How often the event loop is looked at, which is part of every delay it records. Milliseconds. */
const RESOLUTION = 10;

let delay;

process.on("message", (message) => {
  if (message === "watch event loop") {
    delay = monitorEventLoopDelay({ resolution: RESOLUTION });
    delay.enable();
  }
  const { user, system } = process.cpuUsage();
  process.send({
    cpuMicroseconds: user + system,
    rssBytes: process.memoryUsage.rss(),
    heapBytes: process.memoryUsage().heapUsed,
    loopDelayP99Ms: delay ? delay.percentile(99) / 1e6 - RESOLUTION : undefined,
  });
  delay?.reset();
});
process.on("disconnect", () => process.exit());
process.channel.unref();
