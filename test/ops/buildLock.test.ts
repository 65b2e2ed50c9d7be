import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

/** A build that takes a while and writes down when it begins and ends. */
const BUILD = `
  import { appendFileSync } from "node:fs";
  import { buildAlone } from ${JSON.stringify(pathToFileURL(resolve("scripts/buildLock.mjs")).href)};
  await buildAlone(async () => {
    appendFileSync("log", "begin ");
    await new Promise((resolve) => setTimeout(resolve, 300));
    appendFileSync("log", "end ");
  });
`;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "build-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

async function build() {
  const args = ["--input-type=module", "--eval", BUILD];
  const [exitCode] = (await once(
    spawn(process.execPath, args, { cwd: folder, stdio: "inherit" }),
    "exit",
  )) as number[];
  expect(exitCode).toBe(0);
}

it("builds one after the other when several processes are told to at once", async () => {
  await Promise.all([build(), build(), build()]);
  expect(readFileSync(join(folder, "log"), "utf8")).toBe("begin end ".repeat(3));
});

it("does not wait for a process that was killed while it built", async () => {
  const killed = spawn(process.execPath, ["--eval", ""], { stdio: "ignore" });
  await once(killed, "exit");
  mkdirSync(join(folder, "dist"));
  writeFileSync(join(folder, "dist/.building"), String(killed.pid));
  await build();
  expect(readFileSync(join(folder, "log"), "utf8")).toBe("begin end ");
});
