/**
 * Runs a mounted image as an engine would, with the user, the command and the environment that its configuration states,
 * and checks that it starts, creates a device and drains. Usage: node scripts/tryImage.mjs ROOT_FOLDER INSPECTION_FILE
 */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";

import { startSandbox } from "../dist/sandbox/sandbox.js";

const [root, inspection] = process.argv.slice(2);
const { config } = JSON.parse(readFileSync(inspection, "utf8")).OCIv1;
const manifest = JSON.parse(readFileSync("package.json", "utf8"));

assert.equal(config.User, "1000");
assert.equal(config.Labels["org.opencontainers.image.version"], manifest.version);
assert.equal(config.Labels["org.opencontainers.image.title"], manifest.name);
assert.match(config.Labels["org.opencontainers.image.revision"], /^[\da-f]{40}$|^unknown$/);
const sbom = JSON.parse(readFileSync(`${root}${config.WorkingDir}/dist/sbom.cdx.json`, "utf8"));
assert.ok(sbom.components.some(({ purl }) => purl.startsWith("pkg:npm/graphql@")));

const ROUTER_SECRET = "a-secret-for-the-check-of-the-image";
const sandbox = await startSandbox();
const program = spawn(
  "/usr/sbin/chroot",
  [
    `--userspec=${config.User}:${config.User}`,
    root,
    "/bin/sh",
    "-c",
    `cd ${config.WorkingDir} && touch . 2>/dev/null && exit 99; exec "$0" "$@"`,
    ...config.Entrypoint,
  ],
  {
    env: {
      ...Object.fromEntries(config.Env.map((line) => line.split(/=(.*)/s))),
      HOST: "127.0.0.1",
      PORT: "0",
      ADMIN_PORT: "0",
      ENOS_URL: sandbox.url,
      ENOS_APP_KEY: sandbox.appKey,
      ENOS_APP_SECRET: sandbox.appSecret,
      ROUTER_SECRET,
    },
    stdio: ["ignore", "pipe", "inherit"],
  },
);
process.once("exit", () => program.kill("SIGKILL"));
const ended = once(program, "exit");

const lines = createInterface(program.stdout)[Symbol.asyncIterator]();
let ready;
do {
  const { value, done } = await lines.next();
  assert.ok(!done, "the image ended before it was ready");
  ready = JSON.parse(value);
} while (ready.msg !== "ready");

const uid = /^Uid:\s+(\d+)/m.exec(readFileSync(`/proc/${program.pid}/status`, "utf8"))?.[1];
assert.equal(uid, "1000");

const query = `mutation ($input: CreateDeviceInput!) {
  createDevice(input: $input) { __typename ... on CreateDeviceSuccess { deviceSecret } }
}`;
const input = {
  orgId: "o15475450989191",
  productKey: "Vu82Agp3",
  timezone: "+08:00",
  deviceName: { defaultValue: "Turbine" },
};
const response = await fetch(ready.url, {
  method: "POST",
  headers: {
    "content-type": "application/json",
    "router-authorization": ROUTER_SECRET,
    "x-caller-orgs": "*",
    "x-caller-scopes": "device:create device:secret",
  },
  body: JSON.stringify({ query, variables: { input } }),
});
const { data } = await response.json();
assert.equal(data?.createDevice?.__typename, "CreateDeviceSuccess");
assert.ok(data.createDevice.deviceSecret);

program.kill("SIGTERM");
const rest = [];
for (let next = await lines.next(); !next.done; next = await lines.next()) rest.push(next.value);
assert.deepEqual(await ended, [0, null], rest.join("\n"));
await sandbox.close();
console.log(
  `The image of version ${manifest.version} starts read-only as user ${uid}, creates a device and drains.`,
);
