import { readFileSync } from "node:fs";

import { Kind, parse } from "graphql";

import type { CreateDeviceInput } from "../generated/operations.js";
import { REFUSALS } from "../support/refusals.js";
import { closeAll, startSubgraph } from "../support/subgraph.js";

/** A client written when the union had one member: it names no refusal. */
const YESTERDAYS_CLIENT = /* GraphQL */ `
  mutation ($input: CreateDeviceInput!) {
    createDevice(input: $input) {
      __typename
      ... on CreateDeviceSuccess {
        device {
          assetId
        }
      }
      ... on DeviceError {
        message
        retryable
      }
    }
  }
`;

const input: CreateDeviceInput = {
  orgId: "o15475450989191",
  productKey: "Vu82Agp3",
  timezone: "+08:00",
  deviceName: { defaultValue: "Turbine" },
};

const union = parse(readFileSync("schema/devices.graphql", "utf8")).definitions.find(
  (node) => node.kind === Kind.UNION_TYPE_DEFINITION,
);
const members = (union?.types ?? []).map(({ name }) => name.value);

afterEach(closeAll);

describe("a client that knows only the success and DeviceError", () => {
  it("is tried with every refusal that the union has", () => {
    expect(["CreateDeviceSuccess", ...Object.keys(REFUSALS)].toSorted()).toEqual(members.toSorted());
  });

  it.each(Object.entries(REFUSALS))("understands %s", async (member, { changes, faults = [] }) => {
    const subgraph = await startSubgraph();
    await subgraph.askText(YESTERDAYS_CLIENT, {
      input: { ...input, deviceKey: "taken", timezone: "+01:00" },
    });
    await subgraph.enos.addFaults(...faults);
    const { data, errors } = await subgraph.askText(YESTERDAYS_CLIENT, { input: { ...input, ...changes } });
    expect(errors).toBeUndefined();
    expect(data?.createDevice).toEqual({
      __typename: member,
      message: expect.stringMatching(/^[A-Z].*\.$/s) as string,
      retryable: expect.any(Boolean) as boolean,
    });
  });
});
