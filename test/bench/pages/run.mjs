import { startSandbox } from "../../../dist/sandbox/sandbox.js";
import { INPUT, ROUTER_HEADERS } from "../operation.mjs";
import { machine, markdownTable } from "../report.mjs";
import { startServer } from "../server.mjs";
import { CREDENTIALS, SERVERS, SUBGRAPH } from "../servers.mjs";
import { median } from "../statistics.mjs";

const { orgId, productKey } = INPUT;
const DEVICES = 25_000;
const PER_PAGE = 100;
/** Passes before the ones that count: V8 goes on compiling for longer than one takes. */
const WARM_UP = 2;
/** How often devices are created between two pages of the second pass, and how many. */
const EVERY = 10;
const CREATED = 7;

const PAGE = `query ($orgId: ID!, $first: Int, $after: String) {
  devices(orgId: $orgId, first: $first, after: $after) {
    nodes { id assetId deviceKey displayName status createTime }
    pageInfo { hasNextPage endCursor }
    totalCount
  }
}`;
const CREATE = `mutation ($inputs: [CreateDeviceInput!]!) {
  createDevices(inputs: $inputs) { __typename }
}`;

/**
 * Pages through 25,000 devices of a sandbox, and again while devices are created in between.
 *
 * Times and memory are only printed; a device that is missed, or that comes twice while nothing changes, fails the run.
 */
export async function run({ flags }) {
  const sandbox = await startSandbox({
    ...CREDENTIALS,
    ...{ requestLog: false, readLagMs: 0, deviceLimits: { [productKey]: 2 * DEVICES } },
  });
  const server = await startServer(SERVERS[SUBGRAPH], sandbox.url, flags, '"data":{"createDevice":{');
  try {
    // The server's first answer may have left one.
    await send(sandbox, "DELETE");
    await addDevices(sandbox);
    for (let pass = 0; pass < WARM_UP; pass++) await pageThrough(server);
    const quiet = await pageThrough(server);
    const before = new Set(quiet.ids);
    let created = 0;
    const changing = await pageThrough(server, async (page) => {
      if (page % EVERY !== 0) return;
      await create(server, CREATED);
      created += CREATED;
    });
    const seen = new Set(changing.ids);
    const lost = [...before].filter((id) => !seen.has(id));
    console.log(
      `${machine()}; ${DEVICES} devices by ${PER_PAGE}, after ${WARM_UP} passes that do not count.\n\n` +
        markdownTable(
          ["pass", "pages", "rows", "distinct", "lost", "ms per page, by quarter", "RSS in MiB, by quarter"],
          [
            ["nothing changes", ...toCells(quiet), DEVICES - before.size, ...toQuarters(quiet)],
            [`${created} devices created`, ...toCells(changing), lost.length, ...toQuarters(changing)],
          ],
        ),
    );
    const isWhole = before.size === DEVICES && quiet.ids.length === DEVICES && lost.length === 0;
    if (!isWhole) console.error("Devices were missed, or repeated while nothing changed.");
    process.exitCode = isWhole ? 0 : 1;
  } finally {
    await Promise.all([server.stop(), sandbox.close()]);
  }
}

/** Adds the devices past the graph, whose own way would take longer than the passes. */
async function addDevices(sandbox) {
  const chunk = 1_000;
  for (let start = 0; start < DEVICES; start += chunk) {
    const devices = Array.from({ length: chunk }, (_, index) => ({
      ...{ orgId, productKey, deviceName: `Turbine ${start + index}`, createTime: 1_700_000_000_000 + start },
    }));
    await send(sandbox, "POST", { devices });
  }
}

async function send({ url }, method, body) {
  const response = await fetch(`${url}/sandbox/devices`, {
    method,
    headers: { "content-type": "application/json" },
    body: body && JSON.stringify(body),
  });
  if (!response.ok) throw new Error(await response.text());
}

async function pageThrough(server, between = () => Promise.resolve()) {
  const pass = { ids: [], ms: [], rssMiB: [] };
  for (let after = null, number = 1; ; number++) {
    const began = performance.now();
    const { devices } = await ask(server, PAGE, { orgId, first: PER_PAGE, after });
    pass.ms.push(performance.now() - began);
    pass.rssMiB.push((await server.usage()).rssBytes / 2 ** 20);
    for (const { id } of devices.nodes) pass.ids.push(id);
    if (!devices.pageInfo.hasNextPage) return pass;
    after = devices.pageInfo.endCursor;
    await between(number);
  }
}

async function create(server, count) {
  const { timezone, deviceName } = INPUT;
  const inputs = Array.from({ length: count }, () => ({ orgId, productKey, timezone, deviceName }));
  const { createDevices } = await ask(server, CREATE, { inputs });
  const refused = createDevices.find(({ __typename }) => __typename !== "CreateDeviceSuccess");
  if (refused) throw new Error(`createDevices answered ${refused.__typename}`);
}

async function ask({ port }, query, variables) {
  const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", ...ROUTER_HEADERS },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = await response.json();
  if (!data || errors) throw new Error(JSON.stringify(errors));
  return data;
}

function toCells({ ids, ms }) {
  return [ms.length, ids.length, new Set(ids).size];
}

/** Returns the medians of each quarter of the pages. */
function toQuarters({ ms, rssMiB }) {
  return [inQuarters(ms, 1), inQuarters(rssMiB, 0)];
}

function inQuarters(numbers, digits) {
  const quarter = numbers.length / 4;
  return [0, 1, 2, 3]
    .map((index) => median(numbers.slice(index * quarter, (index + 1) * quarter)).toFixed(digits))
    .join(" / ");
}
