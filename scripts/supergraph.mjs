/** Starts a sandbox EnOS, the subgraph, another team's subgraph and a gateway, and prints a mutation to paste. */
import { execFileSync, spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { createInterface } from "node:readline";

const FOLDER = "test/supergraph";
/** The ports to take where they are free; `npm start` beside this has some of them. */
const ports = await freePorts({ gateway: 4000, devices: 4001, admin: 4002, maintenance: 4003 });

const MUTATION = readFileSync(`${FOLDER}/createDevice.graphql`, "utf8").trim();

if (!existsSync(`${FOLDER}/node_modules/@apollo/gateway`)) {
  console.log("Installing the gateway, once …");
  const npm = process.env.npm_execpath;
  const [command, ...args] = npm ? [process.execPath, npm] : ["npm"];
  execFileSync(command, [...args, "ci", "--prefix", FOLDER, "--loglevel", "error"], { stdio: "inherit" });
}
execFileSync(process.execPath, ["scripts/build.mjs"], { stdio: "inherit" });

/** What programs need of a machine, and nothing that configures these: never a real EnOS, this is for trying out. */
const environment = Object.fromEntries(
  Object.entries(process.env).filter(([name]) =>
    /^(PATH|HOME|USERPROFILE|SYSTEMROOT|TEMP|TMP|TMPDIR)$/i.test(name),
  ),
);

await start("dist/main.js", { HOST: "127.0.0.1", PORT: ports.devices, ADMIN_PORT: ports.admin });
await start(`${FOLDER}/maintenance.mjs`, { PORT: ports.maintenance });
const gateway = await start(`${FOLDER}/apolloGateway.mjs`, {
  PORT: ports.gateway,
  DEVICES_URL: `http://127.0.0.1:${ports.devices}/graphql`,
  MAINTENANCE_URL: `http://127.0.0.1:${ports.maintenance}/`,
});

const body = JSON.stringify({ query: MUTATION.replace(/\s+/g, " ") });
console.log(`
The supergraph is at ${gateway} (a page to try it out, too): devices from this subgraph, maintenanceTeam from another.

${MUTATION}

The same to paste into a terminal; the second time, the same device comes back as replayed:

curl -s ${gateway} -H 'content-type: application/json' --data '${body}'

Ctrl-C ends everything.`);

/** Returns the wanted ports as text, each replaced by any free one where it is taken. */
async function freePorts(wanted) {
  const entries = [];
  for (const [name, port] of Object.entries(wanted))
    entries.push([name, String((await tryPort(port)) ?? (await tryPort(0)))]);
  return Object.fromEntries(entries);
}

function tryPort(port) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(undefined));
    server.listen(port, "127.0.0.1", () => {
      const { port: free } = server.address();
      server.close(() => resolve(free));
    });
  });
}

/** Returns the first URL that the program prints; when any program ends, all do. */
async function start(file, variables) {
  const program = spawn(process.execPath, [file], {
    env: { ...environment, NODE_ENV: "development", ...variables },
    stdio: ["ignore", "pipe", "inherit"],
  });
  process.once("exit", () => program.kill("SIGKILL"));
  program.once("exit", (code) => {
    console.error(`${file} ended with ${code}.`);
    process.exit(1);
  });
  for await (const line of createInterface(program.stdout)) {
    const [url] = /http:\/\/\S+/.exec(line) ?? [];
    if (url) {
      program.stdout.resume();
      return url;
    }
  }
  throw new Error(`${file} ended before it served`);
}

for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(0));
