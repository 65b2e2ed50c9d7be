import {
  CreateDeviceDocument,
  type CreateDeviceInput,
  type CreateDeviceMutation,
} from "../generated/operations.js";
import type { SubgraphUnderTest } from "./subgraph.js";

/** The smallest creation, for tests of what surrounds it. */
export const CREATE_DEVICE =
  "mutation($input: CreateDeviceInput!) { createDevice(input: $input) { __typename } }";

/** An organization of the sandbox's, a product of it, and one that takes no more devices. */
export const ORG = "o15475450989191";
export const PRODUCT = "Vu82Agp3";
export const FULL_PRODUCT = "FuLL0001";
/** An organization that EnOS denies to this application. */
export const DENIED_ORG = "o15475450989193";

export const INPUT: CreateDeviceInput = {
  orgId: ORG,
  productKey: PRODUCT,
  timezone: "+08:00",
  deviceName: { defaultValue: "Turbine" },
};

export type Result = NonNullable<CreateDeviceMutation["createDevice"]>;
type Member<Name extends Result["__typename"]> = Extract<Result, { __typename: Name }>;

/** Creates a device over HTTP and returns the union member; throws on `errors`. */
export async function createDevice(
  subgraph: SubgraphUnderTest,
  input: Partial<CreateDeviceInput> = {},
): Promise<Result> {
  const { status, data, errors } = await subgraph.ask(CreateDeviceDocument, {
    input: { ...INPUT, ...input },
  });
  if (status !== 200 || errors || !data?.createDevice) throw new Error(JSON.stringify({ status, errors }));
  return data.createDevice;
}

/** The same, for a test that says which member it expects. */
export async function expectMember<Name extends Result["__typename"]>(
  name: Name,
  result: Result | Promise<Result>,
): Promise<Member<Name>> {
  const settled = await result;
  if (settled.__typename !== name) throw new Error(`expected ${name}, got ${JSON.stringify(settled)}`);
  return settled as Member<Name>;
}
