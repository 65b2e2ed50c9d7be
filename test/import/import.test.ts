import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, readdir, rm, stat, writeFile } from "node:fs/promises";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";

import { parse } from "csv-parse/sync";

import { MAX_ATTEMPTS, Pace } from "../../src/cli/import/batches.js";
import { createRows } from "../../src/cli/import/createRows.js";
import { GraphqlClient } from "../../src/cli/import/graphqlClient.js";
import type { CreateDeviceInput } from "../generated/operations.js";
import { INPUT, ORG } from "../support/createDevice.js";
import { fromRouter, PRODUCTION } from "../support/production.js";
import { closeAll, startSubgraph, type SubgraphUnderTest } from "../support/subgraph.js";
import { until } from "../support/until.js";
import { ImportFolder, removeFolders, type Row } from "./importCommand.js";

afterEach(async () => {
  await closeAll();
  await removeFolders();
});

const HEADER = "deviceKey,name,name.zh_CN,timezone,desc,attributes.testatt,tags.site";

test("each row becomes a device, and its secret is in the results, readable by their owner alone", async () => {
  const subgraph = await startSubgraph();
  const folder = await ImportFolder.create(
    subgraph,
    `${HEADER}\nkey-one,Turbine 1,风机 1,+08:00,"First, of ""two""",7,north\n,Turbine 2,,Asia/Shanghai,,,\n`,
  );
  const { code, stdout } = await folder.run();
  expect(stdout).toContain("2 rows: 2 devices created");
  expect(code).toBe(0);

  const devices = await subgraph.enos.devices();
  expect(devices.find(({ deviceKey }) => deviceKey === "key-one")).toMatchObject({
    deviceName: { defaultValue: "Turbine 1", i18nValue: { zh_CN: "风机 1" } },
    deviceDesc: 'First, of "two"',
    deviceAttributes: { testatt: 7 },
    deviceTags: { site: "north" },
  });
  const results = await folder.rows("devices.results.csv");
  expect(results.map(({ assetId, deviceSecret }) => [assetId, deviceSecret]).sort()).toEqual(
    devices.map(({ assetId, deviceSecret }) => [assetId, deviceSecret]).sort(),
  );
  expect(results.find(({ deviceKey }) => deviceKey === "key-one")).toMatchObject({
    line: "2",
    replayed: "false",
  });
  for (const name of ["devices.results.csv", "devices.failed.csv", "devices.import.json"])
    expect(((await stat(folder.file(name))).mode & 0o777).toString(8)).toBe("600");
  expect(await folder.rows("devices.failed.csv")).toEqual([]);
});

test("a second run creates nothing twice, whatever else has changed in the file", async () => {
  const subgraph = await startSubgraph();
  const folder = await ImportFolder.create(subgraph, "name,timezone\nTurbine 1,+08:00\nTurbine 2,+08:00\n");
  await folder.run();
  await folder.write(
    "timezone;tags.site;name\r\n+08:00;;Turbine 2\r\n+08:00;;Turbine 3\r\n+08:00;;Turbine 1\r\n",
  );
  const { code, stdout } = await folder.run();
  expect(stdout).toContain("3 rows: 1 devices created, 2 were imported before, 0 failed");
  expect(code).toBe(0);
  expect(await subgraph.enos.devices()).toHaveLength(3);
  expect(await folder.rows("devices.results.csv")).toHaveLength(3);
});

test("a file that a spreadsheet program has saved again has the same rows", async () => {
  const subgraph = await startSubgraph();
  const header = "name,timezone,desc,attributes.ratedPower,attributes.enabled,attributes.area";
  const folder = await ImportFolder.create(
    subgraph,
    `${header}\r\nTurbine,Asia/Shanghai,"two\r\nlines",1.50,true,1e3\r\n`,
  );
  const args = [folder.file(), "--url", subgraph.app.url, "--org", ORG, "--product", "AllTypes"];
  await folder.run([], { args });
  await folder.write(
    `\ufeff${header.replaceAll(",", ";")}\nTurbine;Asia/Shanghai;"two\nlines";1.5;TRUE;1000\n`,
  );
  expect((await folder.run([], { args })).stdout).toContain("0 devices created, 1 were imported before");
  expect(await subgraph.enos.devices()).toHaveLength(1);
});

test("a row whose result was lost gets the same device and secret from the next run", async () => {
  const subgraph = await startSubgraph();
  const folder = await ImportFolder.create(subgraph, "name,timezone\nTurbine 1,+08:00\nTurbine 2,+08:00\n");
  await folder.run();
  const whole = await folder.read("devices.results.csv");
  const lines = whole.split("\r\n");
  // As a crash of the computer leaves it: the last line is half written.
  await folder.write(
    `${lines[0] ?? ""}\r\n${lines[1] ?? ""}\r\n${(lines[2] ?? "").slice(0, 30)}`,
    "devices.results.csv",
  );
  const { code } = await folder.run();
  expect(code).toBe(0);
  expect(await subgraph.enos.devices()).toHaveLength(2);
  const stored = (await subgraph.enos.devices()).map(({ deviceSecret }) => deviceSecret).sort();
  const results = await folder.rows("devices.results.csv");
  expect(results.map(({ deviceSecret }) => deviceSecret).sort()).toEqual(stored);
  expect(results.map(({ replayed }) => replayed)).toEqual(["false", "true"]);
});

test.each([
  ["CR LF", "\r\n"],
  ["CR", "\r"],
])(
  "results that a spreadsheet program has saved with %s are continued, and are the owner's alone",
  async (_, end) => {
    const subgraph = await startSubgraph();
    const folder = await ImportFolder.create(subgraph, "name,timezone\nTurbine 1,+08:00\nTurbine 2,+08:00\n");
    await folder.run();
    const rows = await folder.rows("devices.results.csv");
    const names = ["note", ...Object.keys(rows[0] ?? {}).reverse()];
    const table = [names, ...rows.map((row) => names.map((name) => row[name] ?? "on the roof"))];
    await rm(folder.file("devices.results.csv"));
    // Without an end of the last line.
    await folder.write(table.map((cells) => cells.join(";")).join(end), "devices.results.csv");
    await chmod(folder.file("devices.results.csv"), 0o644);

    await folder.write("name,timezone\nTurbine 1,+08:00\nTurbine 2,+08:00\nTurbine 3,+08:00\n");
    expect((await folder.run()).stdout).toContain("1 devices created, 2 were imported before");
    const results = parse<Row>((await folder.read("devices.results.csv")).replaceAll("\r", "\n"), {
      columns: true,
      ...{ delimiter: ";", skip_empty_lines: true },
    });
    const stored = (await subgraph.enos.devices()).map(({ deviceSecret }) => deviceSecret).sort();
    expect(results.map(({ deviceSecret }) => deviceSecret).sort()).toEqual(stored);
    expect(((await stat(folder.file("devices.results.csv"))).mode & 0o777).toString(8)).toBe("600");
  },
);

test("a file that is changed while it is imported ends the import before a row of it is mistaken", async () => {
  const subgraph = await startSubgraph();
  const rows = Array.from({ length: 20_000 }, (_, index) => `Turbine ${index},+08:00,of the north\n`);
  const folder = await ImportFolder.create(subgraph, `name,timezone,desc\n${rows.join("")}`);
  const named: string[] = [];
  const server = createServer((request, response) => {
    void text(request).then(async (sent) => {
      const { inputs } = (JSON.parse(sent) as { variables: { inputs: CreateDeviceInput[] } }).variables;
      // An editor that writes in place.
      if (named.length === 0) await folder.write(`name,timezone,desc\n${rows.slice(1).join("")}`);
      named.push(...inputs.map(({ deviceName }) => deviceName.defaultValue));
      response.end(answerAll(sent, CREATED));
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  expect(await folder.run(["--url", url])).toMatchObject({
    code: 3,
    stderr: expect.stringContaining("devices.csv was changed while it was read.") as string,
  });
  server.close();
  expect(named.filter((name) => !/^Turbine \d+$/.test(name))).toEqual([]);
  expect(named.length).toBeLessThan(rows.length);
});

test("a disk that is full ends the import with its reason, and the next run completes it", async () => {
  const subgraph = await startSubgraph();
  const rows = Array.from({ length: 60 }, (_, index) => `Turbine ${index},+08:00\n`);
  const folder = await ImportFolder.create(subgraph, `name,timezone\n${rows.join("")}`);
  const command = [process.execPath, "dist/import.js", folder.file(), "--url", subgraph.app.url];
  const args = [...command, "--org", ORG, "--product", "Vu82Agp3"];
  // No file may be longer than 1 KiB, as on a disk that is full.
  const program = spawn("bash", ["-c", 'trap "" XFSZ; ulimit -f 1; exec "$@"', "bash", ...args]);
  const [stderr] = await Promise.all([text(program.stderr), once(program, "exit")]);
  expect(stderr).toMatch(
    /^\S+devices\.results\.csv cannot be written: EFBIG.*\n.*Start again to continue\.\n$/,
  );
  expect(program.exitCode).toBe(3);
  expect((await folder.run()).code).toBe(0);
  const stored = (await subgraph.enos.devices()).map(({ deviceSecret }) => deviceSecret).sort();
  const results = await folder.rows("devices.results.csv");
  expect(results.map(({ deviceSecret }) => deviceSecret).sort()).toEqual(stored);
  expect(stored).toHaveLength(rows.length);
});

test("without its salt an import that has results is refused: it would create every device again", async () => {
  const subgraph = await startSubgraph();
  const folder = await ImportFolder.create(subgraph, "name,timezone\nTurbine 1,+08:00\n");
  await folder.run();
  await writeFile(folder.file("devices.import.json"), "");
  expect(await folder.run()).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("is not a file of an import") as string,
  });
  const gone = await ImportFolder.create(subgraph, "name,timezone\nTurbine 1,+08:00\n");
  await gone.write("row,deviceSecretStatus\r\n", "devices.results.csv");
  expect(await gone.run()).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("devices.import.json is missing") as string,
  });
  expect(await subgraph.enos.devices()).toHaveLength(1);
});

test("keys cannot be guessed: the same file imported elsewhere has others", async () => {
  const subgraph = await startSubgraph();
  const content = "name,timezone\nTurbine 1,+08:00\n";
  const [one, two] = [
    await ImportFolder.create(subgraph, content),
    await ImportFolder.create(subgraph, content),
  ];
  await one.run();
  await two.run();
  expect(await subgraph.enos.devices()).toHaveLength(2);
});

test("a failed row is written down with its reason, and imports once it is corrected", async () => {
  const subgraph = await startSubgraph();
  const folder = await ImportFolder.create(
    subgraph,
    "\ufeffname;timezone\r\nTurbine 1;+08:00\r\n'=HYPERLINK;Mars\r\n'-one;Mars\r\n",
  );
  const { code, stdout } = await folder.run();
  expect(code).toBe(1);
  expect(stdout).toContain("line 4, column timezone: ");
  const text = await folder.read("devices.failed.csv");
  expect(text.startsWith("\ufeffimport.line;import.reason;name;timezone;idempotencyKey\r\n")).toBe(true);
  // A spreadsheet program would execute these names.
  expect(text).toContain(";'=HYPERLINK;Mars;");
  expect(text).toContain(";'-one;Mars;");

  await folder.write(text.replaceAll("Mars", "+01:00"));
  expect(await folder.run()).toMatchObject({ code: 0 });
  const names = (await subgraph.enos.devices()).map(
    ({ deviceName }) => (deviceName as { defaultValue: string }).defaultValue,
  );
  expect(names.sort()).toEqual(["-one", "=HYPERLINK", "Turbine 1"]);
});

test("a device whose answer was lost when the import was interrupted is found by the next run", async () => {
  const subgraph = await startSubgraph({ env: { ENOS_DEADLINE_MS: "1500" } });
  await loseAnswers(subgraph);
  const folder = await ImportFolder.create(subgraph, "name,timezone\nTurbine 1,+08:00\n");
  const stop = new AbortController();
  const running = folder.run([], { stop: stop.signal });
  await until(async () => (await subgraph.enos.devices()).length === 1);
  stop.abort();
  expect((await running).code).toBe(130);
  expect(await folder.rows("devices.results.csv")).toEqual([]);

  await subgraph.enos.clearFaults();
  expect((await folder.run()).code).toBe(0);
  const [device] = await subgraph.enos.devices();
  expect(await folder.rows("devices.results.csv")).toMatchObject([
    { assetId: device?.assetId, deviceSecret: device?.deviceSecret, replayed: "true" },
  ]);
  expect(await subgraph.enos.devices()).toHaveLength(1);
});

test("a row whose outcome stays unknown until it is given up keeps its key", async () => {
  const subgraph = await startSubgraph({ env: { ENOS_DEADLINE_MS: "1500" } });
  await loseAnswers(subgraph);
  const row = {
    line: 2,
    cells: [],
    fingerprint: "",
    input: { ...INPUT, idempotencyKey: "the-key-of-the-row" },
  };
  const client = new GraphqlClient(subgraph.app.url, {}, new AbortController().signal);
  const outcome = await createRows(client, [{ row, attempts: MAX_ATTEMPTS - 1 }], new Pace(1));
  expect(outcome).toMatchObject({ created: [], retries: [], refused: [{ row, keepKey: true }] });
});

test.each([
  ["that the import has chosen", "name,timezone,productKey", ",LoSt0001", ",Vu82Agp3"],
  [
    "that the row names",
    "name,timezone,productKey,idempotencyKey",
    ",LoSt0001,own-intent",
    ",Vu82Agp3,other",
  ],
])("the failed rows hold the key %s only where the outcome is unknown", async (_, header, lost, refused) => {
  const subgraph = await startSubgraph({ env: { ENOS_DEADLINE_MS: "1500" } });
  const folder = await ImportFolder.create(
    subgraph,
    `${header}\nTurbine 1,+08:00${lost}\nTurbine 2,Mars${refused}\n`,
  );
  expect((await folder.run()).code).toBe(1);
  const [created] = await subgraph.enos.devices();
  const failed = await folder.rows("devices.failed.csv");
  const byName = new Map(failed.map((row) => [row.name, row.idempotencyKey]));
  expect(byName.get("Turbine 2")).toBe(header.includes("idempotencyKey") ? "other" : "");

  await folder.write(await folder.read("devices.failed.csv"));
  await folder.run();
  // With the same key the same device is meant: another one would have been created without it.
  expect(await subgraph.enos.devices()).toEqual([created]);
  expect(byName.get("Turbine 1")).toBeTruthy();
});

test("corrections in files of failed rows outlive any number of runs", async () => {
  const subgraph = await startSubgraph();
  const folder = await ImportFolder.create(subgraph, "name,timezone\nTurbine 1,Mars\n");
  for (const correction of ["first", "second", "third"]) {
    await folder.run();
    await folder.write(correction, "devices.failed.csv");
  }
  await folder.write("name,timezone\nTurbine 1,+08:00\n");
  // A file without rows is not worth keeping.
  for (let run = 0; run < 2; run += 1) expect((await folder.run()).code).toBe(0);
  const names = (await readdir(folder.path)).filter((name) => name.includes("failed")).sort();
  expect(await Promise.all(names.map(async (name) => [name, await folder.read(name)]))).toEqual([
    ["devices.failed.csv", expect.stringMatching(/^import\.line,.*\r\n$/) as string],
    ["devices.failed.previous-2.csv", "second"],
    ["devices.failed.previous-3.csv", "third"],
    ["devices.failed.previous.csv", "first"],
  ]);
});

test.each([
  ["commas", "", ","],
  ["semicolons", "", ";"],
  ["tabs", "", "\t"],
  ["bars", "", "|"],
  ["what its first line says", "sep=^\r\n", "^"],
  ["tabs, as its first line says", "sep=\t\r\n", "\t"],
])(
  "a file with %s between its cells is read and its failed rows written alike",
  async (_, first, delimiter) => {
    const subgraph = await startSubgraph();
    const table = [
      ["name", "timezone", "desc"],
      ['"Turbine, 1; a | b ^ c"', "+08:00", ""],
      ["Turbine 2", "Mars", ""],
    ];
    const content = table.map((cells) => cells.join(delimiter)).join("\r\n");
    const folder = await ImportFolder.create(subgraph, `${first}${content}\r\n`);
    const { stdout } = await folder.run();
    expect(stdout).toContain(`line ${first === "" ? 3 : 4}, column timezone`);
    expect(await subgraph.enos.devices()).toMatchObject([
      { deviceName: { defaultValue: "Turbine, 1; a | b ^ c" } },
    ]);
    const header = ["import.line", "import.reason", "name", "timezone", "desc", "idempotencyKey"];
    expect((await folder.read("devices.failed.csv")).split("\r\n")[0]).toBe(header.join(delimiter));
  },
);

test.each([
  ["before a batch is repeated", "name,timezone\nTurbine,+08:00\n"],
  ["before the thing model is asked for again", "name,timezone,attributes.a\nTurbine,+08:00,1\n"],
])("Ctrl-C ends the wait %s", async (_, content) => {
  const subgraph = await startSubgraph();
  const folder = await ImportFolder.create(subgraph, content);
  let requests = 0;
  const server = createServer((request, response) => {
    requests += 1;
    request.resume().on("end", () => response.writeHead(503, { "retry-after": "3600000" }).end());
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const stop = new AbortController();
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const running = folder.run(["--url", url], { stop: stop.signal });
  await until(() => Promise.resolve(requests > 0));
  stop.abort();
  expect(await running).toMatchObject({
    code: 130,
    stderr: expect.stringContaining("Start the import again") as string,
  });
  server.close();
});

test.each([
  ["LF", "\n"],
  ["CR LF", "\r\n"],
  ["CR", "\r"],
])("lines are counted in a file with %s between its lines and within its cells", async (_, end) => {
  const subgraph = await startSubgraph();
  const lines = [
    "",
    "name;timezone;desc",
    'Turbine 1;+08:00;"two',
    'lines"',
    "",
    'Turbine 2;Mars;"two',
    'lines"',
  ];
  const folder = await ImportFolder.create(subgraph, [...lines, "Turbine 3;Mars;"].join(end));
  const { stdout } = await folder.run(["--dry-run"]);
  expect(stdout).toMatch(/^line 6, .*\nline 8, .*\n3 rows: 1 without a fault/);
});

const PAUSE_MS = 1_000;

/** As many results as inputs. */
function answerAll(body: string, result: object): string {
  const { variables } = JSON.parse(body) as { readonly variables: { readonly inputs: readonly object[] } };
  return JSON.stringify({ data: { createDevices: variables.inputs.map(() => result) } });
}

const CREATED = {
  __typename: "CreateDeviceSuccess",
  device: { orgId: ORG, productKey: "Vu82Agp3", deviceKey: "key", assetId: "asset" },
  ...{ deviceSecret: "secret", deviceSecretStatus: "PROVIDED", replayed: false, requestId: null },
};
const UNAVAILABLE = {
  __typename: "EnosUnavailableError",
  ...{ code: null, message: "EnOS is unavailable.", retryable: true, requestId: null },
  retryAfterMs: PAUSE_MS,
};

test.each<[string, (body: string, response: ServerResponse) => void]>([
  ["a row's `retryAfterMs`", (body, response) => response.end(answerAll(body, UNAVAILABLE))],
  [
    "Retry-After",
    (_, response) => response.writeHead(503, { "retry-after": String(PAUSE_MS / 1_000) }).end(),
  ],
])("%s of one request holds all requests back", async (_, refuse) => {
  const subgraph = await startSubgraph();
  const rows = Array.from({ length: 400 }, (_, index) => `Turbine ${index},+08:00\n`);
  const folder = await ImportFolder.create(subgraph, `name,timezone\n${rows.join("")}`);
  let requests = 0;
  let refusedAt = 0;
  /** When later requests came. Milliseconds since the refusal. */
  const later: number[] = [];
  const server = createServer((request, response) => {
    const number = (requests += 1);
    if (refusedAt > 0) later.push(Date.now() - refusedAt);
    void text(request).then((body) => {
      if (number === 1) {
        // Both are under way, so that the second one ends within the pause.
        void until(() => Promise.resolve(requests === 2)).then(() => {
          refusedAt = Date.now();
          refuse(body, response);
        });
      } else setTimeout(() => response.end(answerAll(body, CREATED)), number === 2 ? PAUSE_MS / 2 : 20);
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  expect(await folder.run(["--url", url, "--concurrency", "2"])).toMatchObject({ code: 0 });
  server.close();
  // A timer may fire a moment before the clock shows the time that it was set for.
  expect(later[0]).toBeGreaterThanOrEqual(PAUSE_MS - 10);
});

const RETRYABLE = { code: "ENOS_UNAVAILABLE", retryable: true };

type ServiceAnswer = readonly [status: number, body: object, location?: string];

/** Starts a service that gives these answers, one after the other; then it creates devices. Counts its requests. */
async function startService(...answers: readonly ServiceAnswer[]) {
  const service = { url: "", requests: 0, close: () => server.close() };
  const server = createServer((request, response) => {
    const [status = 200, body, location] = answers[(service.requests += 1) - 1] ?? [];
    void text(request).then((sent) => {
      if (location !== undefined) response.setHeader("location", location);
      response.writeHead(status).end(body ? JSON.stringify(body) : answerAll(sent, CREATED));
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  service.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
  return service;
}

function failure(extensions?: object) {
  return { data: null, errors: [{ message: "It failed.", extensions }] };
}

test.each([
  ["a router that cannot reach it", failure({ code: "SUBREQUEST_HTTP_ERROR" })],
  ["a router that hides its errors", failure()],
  ["a reading of EnOS that failed", { ...failure(RETRYABLE), data: { thingModel: null } }],
])("the model is asked for again after %s", async (_, answer) => {
  const subgraph = await startSubgraph();
  const folder = await ImportFolder.create(subgraph, "name,timezone,attributes.a\nTurbine,+08:00,1\n");
  const model = { data: { thingModel: { attributes: [{ identifier: "a", dataType: "INT" }] } } };
  const service = await startService([200, answer], [200, model]);
  expect(await folder.run(["--url", service.url])).toMatchObject({ code: 0 });
  expect(service.requests).toBe(3);
  service.close();
});

test.each<[string, ServiceAnswer, string]>([
  ["a field that it does not have", [400, failure({ code: "GRAPHQL_VALIDATION_FAILED" })], "It failed."],
  ["the same with HTTP 200", [200, failure({ code: "GRAPHQL_VALIDATION_FAILED" })], "It failed."],
  ["an operation that is on no list", [400, failure({ code: "PERSISTED_QUERY_ONLY" })], "It failed."],
  ["a path without GraphQL", [302, {}, "https://graph.example.com/graphql"], "https://graph.example.com/"],
])(
  "a service that refuses %s ends the import at once, and no row counts as failed",
  async (_, answer, told) => {
    const subgraph = await startSubgraph();
    const folder = await ImportFolder.create(subgraph, "name,timezone\nTurbine 1,+08:00\nTurbine 2,+08:00\n");
    const service = await startService(answer);
    expect(await folder.run(["--url", service.url])).toMatchObject({
      code: 3,
      stderr: expect.stringContaining(told) as string,
    });
    expect(service.requests).toBe(1);
    service.close();
    expect(await folder.rows("devices.failed.csv")).toEqual([]);
  },
);

test("the secrets of one half of a batch are kept when the service fails at the other half", async () => {
  const subgraph = await startSubgraph();
  const folder = await ImportFolder.create(subgraph, "name,timezone\nTurbine 1,+08:00\nTurbine 2,+08:00\n");
  const secret = { data: { createDevices: [CREATED] } };
  const refused: ServiceAnswer = [400, failure({ code: "PERSISTED_QUERY_ONLY" })];
  const service = await startService([413, {}], [200, secret], refused, refused);
  expect(await folder.run(["--url", service.url])).toMatchObject({ code: 3 });
  service.close();
  expect(await folder.rows("devices.results.csv")).toMatchObject([{ line: "2", deviceSecret: "secret" }]);
});

/** EnOS creates devices, and neither its answers nor a look at them arrives. */
async function loseAnswers({ enos }: SubgraphUnderTest): Promise<void> {
  await enos.addFaults(
    { on: "create", times: 0, fault: { kind: "resetAfter" } },
    { on: "get", times: 0, fault: { kind: "resetBefore" } },
  );
}

test("an interrupted import finishes what is under way and continues where it stopped", async () => {
  const subgraph = await startSubgraph();
  const rows = Array.from({ length: 120 }, (_, index) => `Turbine ${index},+08:00\n`);
  const folder = await ImportFolder.create(subgraph, `name,timezone\n${rows.join("")}`);
  const stop = new AbortController();
  let created = 0;
  const watched = setInterval(() => {
    void subgraph.enos.devices().then((devices) => {
      created = devices.length;
      if (created > 0) stop.abort();
    });
  }, 5);
  const { code, stderr } = await folder.run(["--concurrency", "1"], { stop: stop.signal });
  clearInterval(watched);
  expect(stderr).toContain("Interrupted");
  expect(code).toBe(130);
  const results = await folder.rows("devices.results.csv");
  expect(results).toHaveLength((await subgraph.enos.devices()).length);
  expect((await folder.run()).code).toBe(0);
  expect(await folder.rows("devices.results.csv")).toHaveLength(120);
  expect(await subgraph.enos.devices()).toHaveLength(120);
});

test("EnOS's outage is waited for, as long as the service asks", async () => {
  const subgraph = await startSubgraph();
  await subgraph.enos.addFaults({ on: "create", times: 12, fault: { kind: "http", status: 503 } });
  const folder = await ImportFolder.create(subgraph, "name,timezone\nTurbine 1,+08:00\nTurbine 2,+08:00\n");
  expect(await folder.run()).toMatchObject({ code: 0 });
  expect(await subgraph.enos.devices()).toHaveLength(2);
});

test("a dry run reports what a run would, and creates nothing and no file", async () => {
  const subgraph = await startSubgraph();
  const folder = await ImportFolder.create(
    subgraph,
    "deviceKey,name,timezone,attributes.testatt\n,Turbine 1,+08:00,7\nabc,Turbine 2,Mars,\n,Turbine 3,+08:00,seven\n",
  );
  const { code, stdout } = await folder.run(["--dry-run"]);
  expect(code).toBe(1);
  expect(stdout).toMatch(/^line 3, column timezone: /m);
  expect(stdout).toMatch(/^line 3, column deviceKey: /m);
  expect(stdout).toMatch(/^line 4, column attributes.testatt: is not a whole number/m);
  expect(stdout).toContain("3 rows: 1 without a fault, 2 with faults. Nothing was created.");
  expect(await subgraph.enos.devices()).toEqual([]);
  await expect(stat(folder.file("devices.import.json"))).rejects.toThrow("ENOENT");
});

test("a dry run after an import knows which rows are devices already", async () => {
  const subgraph = await startSubgraph();
  const folder = await ImportFolder.create(subgraph, "name,timezone\nTurbine 1,+08:00\n");
  await folder.run();
  await folder.write("name,timezone\nTurbine 1,+08:00\nTurbine 2,+08:00\n");
  const { code, stdout } = await folder.run(["--dry-run"]);
  expect({ code, stdout }).toMatchObject({
    code: 0,
    stdout: "2 rows: 2 without a fault, 1 of them devices already, 0 with faults. Nothing was created.\n",
  });
});

test("a template of every product that shows its model imports as it is", async () => {
  const subgraph = await startSubgraph();
  const folder = await ImportFolder.create(subgraph, "");
  for (const product of ["Vu82Agp3", "AllTypes"]) {
    const file = folder.file(`${product}.csv`);
    const args = [file, "--url", subgraph.app.url, "--org", ORG, "--product", product];
    expect(await folder.run([], { args: [...args, "--template"] })).toMatchObject({ code: 0 });
    expect(await folder.run([], { args: [...args, "--template"] })).toMatchObject({ code: 2 });
    // Cells that a spreadsheet program would change when it saves the file.
    expect(await folder.read(`${product}.csv`)).not.toMatch(/(^|,)([+-]\d\d:|\d{4}-\d\d-|\d{12})/m);
    expect(await folder.run([], { args })).toMatchObject({ code: 0, stderr: "" });
  }
  const devices = await subgraph.enos.devices();
  expect(devices.find(({ productKey }) => productKey === "AllTypes")?.deviceAttributes).toMatchObject({
    ratedPower: 1.5,
    phase: 1,
    side: "north",
    enabled: true,
    location: { latitude: 1.5, longitude: 1.5, site: "text" },
  });
});

test("attributes are refused where no model says what they are", async () => {
  const subgraph = await startSubgraph();
  const folder = await ImportFolder.create(
    subgraph,
    "name,timezone,productKey,attributes.a\nTurbine,+08:00,NoModel1,1\n",
  );
  const { code, stdout } = await folder.run();
  expect(code).toBe(1);
  expect(stdout).toContain("line 2, column attributes.a: cannot be imported: EnOS denies the thing model");
  const args = [folder.file(), "--url", subgraph.app.url, "--org", ORG, "--product", "NoModel1"];
  expect(await folder.run([], { args })).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("The columns attributes.… cannot be imported: EnOS denies") as string,
  });
});

test("credentials come from IMPORT_HEADERS, and a service that wants others is told apart from a broken one", async () => {
  const subgraph = await startSubgraph({ env: PRODUCTION });
  const folder = await ImportFolder.create(subgraph, "name,timezone\nTurbine 1,+08:00\n");
  expect(await folder.run()).toMatchObject({
    code: 3,
    stderr: expect.stringContaining("IMPORT_HEADERS") as string,
  });
  const weak = JSON.stringify(fromRouter({ orgs: ORG, scopes: "device:read" }));
  expect(await folder.run([], { headers: weak })).toMatchObject({
    code: 3,
    stderr: expect.stringContaining("device:create") as string,
  });
  const headers = JSON.stringify(fromRouter({ orgs: ORG, scopes: "device:create device:secret" }));
  expect(await folder.run([], { headers })).toMatchObject({ code: 0 });
  const secret = '{"authorization":"Bearer \n secret"}';
  const broken = await folder.run([], { headers: secret });
  expect(broken).toMatchObject({ code: 2 });
  expect(broken.stderr).not.toContain('secret"');
});

/** A terminal at which somebody types: only a real one shows what is typed by itself. */
function type(text: string) {
  const stdin = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => undefined });
  stdin.write(text);
  return { interactive: true, stdin };
}

test.each(["name,timezone\nTurbine,+08:00\n", "name,timezone,attributes.a\nTurbine,+08:00,1\n"])(
  "a caller without scopes is no fault of the file %j",
  async (content) => {
    const subgraph = await startSubgraph({ env: PRODUCTION });
    const folder = await ImportFolder.create(subgraph, content);
    const headers = JSON.stringify(fromRouter({ orgs: ORG, scopes: "" }));
    expect(await folder.run([], { headers })).toMatchObject({
      code: 3,
      stderr: expect.stringContaining("lacks the scope") as string,
    });
  },
);

test("at a terminal credentials are asked for once the service wants some, and are not shown", async () => {
  const subgraph = await startSubgraph({ env: PRODUCTION });
  const folder = await ImportFolder.create(subgraph, "name,timezone\nTurbine 1,+08:00\n");
  const headers = fromRouter({ orgs: ORG, scopes: "device:create device:secret" });
  const { code, stdout, stderr } = await folder.run([], type(`${JSON.stringify(headers)}\r`));
  expect(code).toBe(0);
  expect(stderr).toContain("Request headers as a JSON object");
  for (const credential of Object.values(headers)) expect(`${stdout}${stderr}`).not.toContain(credential);
});

test.each([
  ["Ctrl-C", "\u0003"],
  ["Ctrl-D", "\u0004"],
])("%s instead of credentials interrupts the import", async (_, key) => {
  const subgraph = await startSubgraph({ env: PRODUCTION });
  const folder = await ImportFolder.create(subgraph, "name,timezone\nTurbine 1,+08:00\n");
  expect((await folder.run([], type(key))).code).toBe(130);
});

test("a caller who may not see secrets is told that they are missing", async () => {
  const subgraph = await startSubgraph({ env: PRODUCTION });
  const folder = await ImportFolder.create(subgraph, "name,timezone\nTurbine 1,+08:00\n");
  const headers = JSON.stringify(fromRouter({ orgs: ORG, scopes: "device:create" }));
  const { code, stdout } = await folder.run([], { headers });
  expect(code).toBe(0);
  expect(stdout).toContain("1 secrets are missing");
  expect(await folder.rows("devices.results.csv")).toMatchObject([
    { deviceSecret: "", deviceSecretStatus: "FORBIDDEN" },
  ]);
  // As the manual says: without its line, the row is sent again.
  const [header = ""] = (await folder.read("devices.results.csv")).split("\r\n");
  await folder.write(`${header}\r\n`, "devices.results.csv");
  await folder.run([], {
    headers: JSON.stringify(fromRouter({ orgs: ORG, scopes: "device:create device:secret" })),
  });
  const [device] = await subgraph.enos.devices();
  expect(await folder.rows("devices.results.csv")).toMatchObject([{ deviceSecret: device?.deviceSecret }]);
});

test("a file that is being imported is not imported a second time", async () => {
  const subgraph = await startSubgraph();
  const folder = await ImportFolder.create(subgraph, "name,timezone\nTurbine 1,+08:00\n");
  // Process 1 runs everywhere, and is no import that was killed.
  await folder.write("1", "devices.import.lock");
  expect(await folder.run()).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("process 1") as string,
  });
  await folder.write("999999999", "devices.import.lock");
  expect(await folder.run()).toMatchObject({ code: 0 });
});

test.each<[string, string | Buffer, string]>([
  ["is in UTF-16", Buffer.from("\ufeffname,timezone\n", "utf16le"), "is in UTF-16"],
  [
    "is in Windows-1252",
    Buffer.from("name,timezone\nM\xfcller,+01:00\n", "latin1"),
    "line 2: the text is not in UTF-8",
  ],
  [
    "ends within a character",
    Buffer.from("name,timezone\nM\xc3", "latin1"),
    "line 2: the text is not in UTF-8",
  ],
  [
    "has a quote that is never closed",
    'name,timezone\nA,+01:00\n"B,+01:00\n',
    "line 3 or a later one: a quote is opened",
  ],
  ["is empty", "", "is empty"],
  [
    "has unknown columns",
    "name,timezone,devicekey,Notes\n",
    "did you mean deviceKey?\nThe column “Notes” is unknown",
  ],
  ["has a column twice", "name,timezone,name\n", "The column “name” stands twice"],
  ["has no time zones", "name\n", "The column timezone is missing"],
])("a file that %s is refused before anything is sent", async (_, content, message) => {
  const subgraph = await startSubgraph();
  const folder = await ImportFolder.create(subgraph, content);
  expect(await folder.run()).toMatchObject({ code: 2, stderr: expect.stringContaining(message) as string });
  expect((await subgraph.enos.calls()).filter(({ operation }) => operation === "create")).toEqual([]);
});

test.each([
  [["--url", "ftp://example.com"], "--url"],
  [
    ["--url", "https://user:pass@example.com"],
    "--url must hold no credentials: give them in IMPORT_HEADERS.\n",
  ],
  [["--concurrency", "0"], "--concurrency"],
  [["--header", "authorization: x"], "--header"],
  [["--template", "--dry-run"], "exclude each other"],
  [["second.csv"], "Name one CSV file"],
])("%j is refused by naming it", async (args, message) => {
  const subgraph = await startSubgraph();
  const folder = await ImportFolder.create(subgraph, "name,timezone\n");
  expect(await folder.run(args)).toMatchObject({
    code: 2,
    stderr: expect.stringContaining(message) as string,
  });
});

test("a folder in the place of the file is refused by naming it", async () => {
  const subgraph = await startSubgraph();
  const folder = await ImportFolder.create(subgraph, "name,timezone\n");
  const args = [folder.path, "--url", subgraph.app.url, "--org", ORG, "--product", "Vu82Agp3"];
  expect(await folder.run([], { args })).toMatchObject({
    code: 2,
    stderr: expect.stringContaining(`${folder.path} cannot be read: EISDIR`) as string,
  });
});

test("--help explains columns, files, credentials and exit codes", async () => {
  const subgraph = await startSubgraph();
  const folder = await ImportFolder.create(subgraph, "");
  const { code, stdout } = await folder.run([], { args: ["--help"] });
  expect(code).toBe(0);
  for (const word of ["IMPORT_HEADERS", "attributes.ID", "devices.import.json", "130", "--dry-run"])
    expect(stdout).toContain(word);
});

test("a file in the place of the results is named before anything is sent", async () => {
  const subgraph = await startSubgraph();
  const folder = await ImportFolder.create(subgraph, "name,timezone\nTurbine,+08:00\n");
  await writeFile(folder.file("devices.results.csv"), "name\r\nwithout an end of its line");
  await writeFile(
    folder.file("devices.import.json"),
    JSON.stringify({ version: 1, salt: Buffer.alloc(32).toString("base64url") }),
  );
  expect(await folder.run()).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("is not a file of results") as string,
  });
  expect(await folder.read("devices.results.csv")).toBe("name\r\nwithout an end of its line");
  expect(await subgraph.enos.devices()).toEqual([]);
});
