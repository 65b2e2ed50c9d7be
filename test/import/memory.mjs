/**
 * Prints how much memory a dry run takes for 1,000 and for 100,000 rows: at most 64 MiB more.
 *
 *   npm run import:memory
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { startSandbox } from "../../dist/sandbox/sandbox.js";
import { startSubgraphProcess } from "./subgraphProcess.mjs";

const MAX_MORE_MIB = 64;

const sandbox = await startSandbox({ requestLog: false });
const subgraph = await startSubgraphProcess(sandbox);
const folder = await mkdtemp(join(tmpdir(), "import-memory-"));
try {
  const small = await measure(1_000);
  const large = await measure(100_000);
  const more = large - small;
  console.table({ "1,000 rows": mib(small), "100,000 rows": mib(large), more: mib(more) });
  process.exitCode = more <= MAX_MORE_MIB * 1024 ? 0 : 1;
} finally {
  await rm(folder, { recursive: true });
  await subgraph.end();
  await sandbox.close();
}

function mib(kibibytes) {
  return { MiB: Number((kibibytes / 1024).toFixed(1)) };
}

/** Gives the most resident memory of a dry run, in KiB. */
async function measure(rows) {
  const file = join(folder, `${rows}.csv`);
  await writeRows(file, rows);
  const program = spawn(
    process.execPath,
    [
      "--import",
      // Told when the program ends, by itself: there is no other moment at which its peak is known.
      `data:text/javascript,process.on("exit",()=>process.send(process.resourceUsage().maxRSS))`,
      "dist/import.js",
      ...[file, "--url", subgraph.url, "--org", "o15475450989191", "--product", "Vu82Agp3", "--dry-run"],
    ],
    { stdio: ["ignore", "inherit", "inherit", "ipc"] },
  );
  const [[peak]] = await Promise.all([once(program, "message"), once(program, "exit")]);
  return peak;
}

async function writeRows(file, rows) {
  const stream = createWriteStream(file);
  stream.write("deviceKey,name,name.zh_CN,timezone,attributes.testatt,tags.site\n");
  for (let row = 1; row <= rows; row += 1)
    if (!stream.write(`dry-run-${row},Turbine ${row},风机 ${row},+08:00,${row},north\n`))
      await once(stream, "drain");
  stream.end();
  await once(stream, "finish");
}
