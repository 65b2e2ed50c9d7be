import { execFile } from "node:child_process";
import { resolve } from "node:path";
import { promisify } from "node:util";

import { INPUT } from "../support/createDevice.js";
import { closeAll, startSubgraph } from "../support/subgraph.js";

const run = promisify(execFile);
const CLIENT = "examples/client";

afterEach(closeAll);

beforeAll(() => run(process.execPath, ["node_modules/typescript/bin/tsc", "-p", CLIENT]));

it("the example client compiles, and does against the sandbox what its lines say", async () => {
  const subgraph = await startSubgraph();
  const { stdout } = await run(process.execPath, [`${CLIENT}/dist/main.js`], {
    env: { ...process.env, DEVICES_URL: subgraph.app.url },
  });
  expect(stdout).toContain("timezone:");
  expect(stdout).toContain("'deviceTags.floor':");
  expect(stdout).toContain("sameDevice: true, sameSecret: true, replayed: true".replaceAll(", ", ",\n  "));
  expect(stdout).toContain("There is already: Pump");
  expect(stdout).toContain("250 created");
  // Before, with one more, without it again, and as the server counts.
  expect(stdout).toContain("{ added: 1, first: 'Turbine 8b', removed: 1, totals: '1, 2, 1, 1' }");
  expect(await subgraph.enos.devices()).toHaveLength(252);
});

/** Runs a function in a process that has the example's modules, and returns its result. */
async function runExample(body: string, url: string): Promise<unknown> {
  const script = `
    import { createClient } from "./${CLIENT}/dist/client.js";
    import { Submission } from "./${CLIENT}/dist/createDevice.js";
    import { createMany } from "./${CLIENT}/dist/bulk.js";
    const client = createClient(${JSON.stringify(url)});
    const form = ${JSON.stringify(INPUT)};
    const result = await (async () => { ${body} })();
    client.stop();
    console.log(JSON.stringify(result));`;
  const { stdout } = await run(process.execPath, ["--input-type=module", "--eval", script]);
  return JSON.parse(stdout);
}

it("the example client keeps a secret beside a field that failed", async () => {
  const { app, enos } = await startSubgraph();
  await enos.addFaults({ on: "search", times: 0, fault: { kind: "code", code: 12345 } });
  const result = await runExample("return new Submission(form).send(client)", app.url);
  const [stored] = await enos.devices();
  expect(result).toMatchObject({ deviceSecret: stored?.deviceSecret, device: { status: null } });
});

it("the example client does not let a person wait for an hour", async () => {
  const { app } = await startSubgraph();
  const body = `
    const busy = { ...form, productKey: "BuSy0429" };
    const one = await new Submission(busy).send(client);
    const many = await createMany(client, [{ ...busy, idempotencyKey: "once" }], () => undefined);
    return [one, ...many];`;
  expect(await runExample(body, app.url)).toMatchObject([
    { __typename: "EnosUnavailableError", retryAfterMs: 3_600_000 },
    { __typename: "EnosUnavailableError", retryAfterMs: 3_600_000 },
  ]);
});

it("the example client keeps the chunks that were created when the service is gone, and says so when all fail", async () => {
  const { app } = await startSubgraph();
  const body = `
    const inputs = Array.from({ length: 101 }, (_, index) => ({ ...form, idempotencyKey: "key " + index }));
    const send = client.mutate.bind(client);
    const lost = { data: undefined, error: new Error("no network") };
    client.mutate = (options) => options.variables.inputs.length > 1 ? send(options) : Promise.resolve(lost);
    const some = await createMany(client, inputs, () => undefined, 1);
    const none = await createMany(client, inputs.slice(0, 1), () => undefined, 1).catch(({ message }) => message);
    return [some.filter((result) => result?.deviceSecret).length, some[100] ?? null, none];`;
  expect(await runExample(body, app.url)).toEqual([100, null, "no network"]);
});

it("the example client's types are those of the schema", async () => {
  const codegen = resolve("node_modules/@graphql-codegen/cli/esm/bin.js");
  await run(process.execPath, [codegen, "--check", "--config", "codegen.ts"], { cwd: CLIENT });
});
