import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";

/** In dist/; holds the process ID of the one that builds. */
export const LOCK = ".building";

const FILE = `dist/${LOCK}`;
const POLL_MS = 100;

/**
 * Runs `build` while no other process does: of two at once, each would delete what the other has just written.
 *
 * @param {() => Promise<void>} build
 */
export async function buildAlone(build) {
  mkdirSync("dist", { recursive: true });
  while (!takeLock()) await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  try {
    await build();
  } finally {
    rmSync(FILE);
  }
}

/** Returns whether the lock is now ours; that of a process that was killed is removed. */
function takeLock() {
  try {
    writeFileSync(FILE, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if (error.code !== "EEXIST") throw error;
    if (!isRunning(readHolder())) rmSync(FILE, { force: true });
    return false;
  }
}

/** Returns its process ID; NaN where the lock is just being taken or given back. */
function readHolder() {
  try {
    return parseInt(readFileSync(FILE, "utf8"), 10);
  } catch (error) {
    if (error.code !== "ENOENT") throw error;
    return NaN;
  }
}

function isRunning(processId) {
  if (Number.isNaN(processId)) return true;
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return error.code !== "ESRCH";
  }
}
