import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";

import { INPUT } from "../support/createDevice.js";
import { closeAll, startSubgraph, type SubgraphUnderTest } from "../support/subgraph.js";

const README = readFileSync("README.md", "utf8");
const run = promisify(execFile);

interface Answer {
  readonly data: {
    readonly createDevice: {
      readonly __typename: string;
      readonly device?: Readonly<Record<string, unknown>>;
      readonly deviceSecret?: string;
      readonly replayed?: boolean;
    };
  };
}

const [, COMMAND = ""] = /```sh\n(curl [^]*?)```/.exec(README) ?? [];
const [, ANSWER = ""] = /```json\n([^]*?)```/.exec(README) ?? [];
const SAMPLE = JSON.parse(ANSWER) as Answer;

/** Each row of the table of results: the type, and the product that provokes it. */
const RESULTS = [...README.matchAll(/^\| `(\w+)` +\|.*\| `(\w{8})`/gm)].map(([, type = "", product = ""]) => [
  type,
  product,
]);

let subgraph: SubgraphUnderTest;

beforeAll(async () => {
  subgraph = await startSubgraph();
});

afterAll(closeAll);

/** Sends the sample request by the README's own command, changed. */
async function send(change: (command: string) => string = (command) => command): Promise<Answer> {
  const command = change(COMMAND).replace("http://127.0.0.1:4001/graphql", subgraph.app.url);
  const { stdout } = await run("sh", ["-c", command]);
  return JSON.parse(stdout) as Answer;
}

describe("the README", () => {
  it("shows what its command answers, but for the values that EnOS makes up", async () => {
    const { createDevice: sample } = SAMPLE.data;
    const { data } = await send();
    expect(data.createDevice).toEqual({
      ...sample,
      device: {
        ...sample.device,
        id: expect.any(String) as string,
        assetId: expect.any(String) as string,
      },
      deviceSecret: expect.any(String) as string,
    });

    const again = await send();
    expect(again.data.createDevice).toEqual({ ...data.createDevice, replayed: true });
    const conflict = await send((command) => command.replace("testCreateDevice", "another name"));
    expect(conflict.data.createDevice.__typename).toBe("IdempotencyConflictError");
  });

  it("shows an `id` that is the one of the device it shows", () => {
    const { id, assetId } = SAMPLE.data.createDevice.device ?? {};
    expect(JSON.parse(Buffer.from(String(id), "base64url").toString())).toEqual(["1", INPUT.orgId, assetId]);
  });

  it.each(RESULTS)("provokes %s with the product %s", async (type, productKey) => {
    const input = { ...INPUT, productKey, ...(type === "DeviceKeyTakenError" && { deviceKey: "turbine-1" }) };
    const { data } = await subgraph.askText<Answer["data"]>(
      "mutation ($input: CreateDeviceInput!) { createDevice(input: $input) { __typename } }",
      { input },
    );
    expect(data?.createDevice.__typename).toBe(type);
  });
});
