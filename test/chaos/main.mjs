/**
 * What the tests cannot show: real processes of the built program, killed and restarted, before an EnOS that fails.
 *
 *   npm run chaos                 a replica killed every second, a fifth of EnOS's answers gone wrong
 *   npm run chaos -- --drain      a rolling restart under load
 *   npm run chaos -- --outage     EnOS down for ten seconds under load
 *   npm run chaos -- --stalled-log  a log that nobody reads
 *   npm run chaos -- --clock      a clock that is ahead for a while
 *   npm run chaos -- --intents N  fewer or more intents than 3,000
 */
import { parseArgs } from "node:util";

import { startSandbox } from "../../dist/sandbox/sandbox.js";
import { clock } from "./clock.mjs";
import { drain } from "./drain.mjs";
import { kills } from "./kills.mjs";
import { outage } from "./outage.mjs";
import { stalledLog } from "./stalledLog.mjs";

const { values } = parseArgs({
  options: {
    drain: { type: "boolean" },
    outage: { type: "boolean" },
    "stalled-log": { type: "boolean" },
    clock: { type: "boolean" },
    intents: { type: "string", default: "3000" },
  },
});

const sandbox = await startSandbox({ requestLog: false, deviceLimits: { Vu82Agp3: 1_000_000 } });

async function admin(method, what, body) {
  const response = await fetch(`${sandbox.url}/sandbox/${what}`, {
    method,
    headers: { "content-type": "application/json" },
    body: body && JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`sandbox: ${await response.text()}`);
  return response.json();
}

const cases = { drain, outage, "stalled-log": stalledLog, clock };
const [chosen] = Object.entries(cases).flatMap(([name, play]) => (values[name] ? [play] : []));
const held = chosen ? await chosen(sandbox, admin) : await kills(sandbox, admin, Number(values.intents));
await sandbox.close();
console.log(held ? "Everything that is promised held." : "A promise was broken.");
process.exitCode = held ? 0 : 1;
