import { GraphQLError } from "graphql";

import type { DevicesContext } from "../context.js";
import { chooseDeviceKey } from "../createDevice/deviceKeys.js";
import type { CreateDeviceInput } from "../createDevice/input.js";
import { findDifferences } from "../createDevice/sameDevice.js";
import { findProblems } from "../createDevice/validateInput.js";
import type { Device } from "../device.js";
import { type DeviceRecord, toDevice } from "../deviceRecord.js";
import { deniedToCaller } from "../enosCodes.js";
import { InputProblem } from "../inputProblem.js";
import { findModelProblems } from "../thingModel/findModelProblems.js";
import type { ThingModel } from "../thingModel/thingModel.js";
import { DeviceCheck } from "./deviceCheck.js";
import { findKeyHolders } from "./keyHolders.js";

/** The devices that hold device keys, by organization and key; an error if EnOS denies the search. */
type Holders = ReadonlyMap<string, ReadonlyMap<string, readonly DeviceRecord[]> | GraphQLError>;

/**
 * Returns the result of checking each input, in their order, without creating devices.
 *
 * The inputs of one organization and product take one search for the product, one read of its model, and one search
 * per hundred device keys.
 *
 * @throws GraphQLError ENOS_UNAVAILABLE when EnOS gives no answer.
 */
export async function checkDevices(
  inputs: readonly CreateDeviceInput[],
  context: DevicesContext,
): Promise<DeviceCheck[]> {
  const allowed = inputs.filter(({ orgId }) => context.caller.mayActFor(orgId));
  const [models, holders] = await Promise.all([
    Promise.all(inputs.map((input) => loadModel(input, context))),
    findHolders(allowed, context),
  ]);
  const earlier = new Map<string, Earlier>();
  return inputs.map((input, index) => {
    if (!context.caller.mayActFor(input.orgId)) {
      const problem = new InputProblem(["orgId"], "INVALID", deniedToCaller(input.orgId));
      return new DeviceCheck({ problems: [problem], attributesChecked: false, existing: null });
    }
    const model = models[index];
    const isOrganizationShown = model !== undefined && !(model instanceof GraphQLError);
    const held = checkHolder(input, holders, isOrganizationShown, context);
    const problems = [
      ...findProblems(input),
      ...findProductProblems(input, model),
      ...held.problems,
      ...findRepetitions(input, index, earlier),
    ];
    const attributesChecked = isOrganizationShown && model !== null;
    return new DeviceCheck({ problems, attributesChecked, existing: held.existing });
  });
}

/** Returns the model; null if the product does not exist, the error if EnOS denies it, undefined if it may not be read. */
async function loadModel(
  input: CreateDeviceInput,
  { caller, thingModels }: DevicesContext,
): Promise<ThingModel | GraphQLError | null | undefined> {
  if (!caller.mayActFor(input.orgId)) return undefined;
  const { orgId, productKey } = input;
  if (findProblems(input).some(({ path }) => path[0] === "orgId" || path[0] === "productKey"))
    return undefined;
  return orDenial(thingModels().load({ orgId, productKey }));
}

/** Returns a denial instead of throwing it, because the other checks are still possible. Throws when EnOS gives no answer. */
async function orDenial<T>(promise: Promise<T>): Promise<T | GraphQLError> {
  try {
    return await promise;
  } catch (error) {
    if (error instanceof GraphQLError && error.extensions.retryable === false) return error;
    throw error;
  }
}

function findProductProblems(
  { productKey, deviceAttributes }: CreateDeviceInput,
  model: ThingModel | GraphQLError | null | undefined,
): InputProblem[] {
  if (model === undefined || model instanceof GraphQLError) return [];
  if (model !== null) return findModelProblems(deviceAttributes ?? {}, model);
  const message = `The organization has no product “${productKey}”.`;
  return [new InputProblem(["productKey"], "UNKNOWN", message)];
}

/** Returns the device key to check; undefined if the key is chosen at creation, because that key is free. */
function toDeviceKey(input: CreateDeviceInput): string | undefined {
  return chooseDeviceKey(input, "enos")?.deviceKey;
}

async function findHolders(
  inputs: readonly CreateDeviceInput[],
  { deadline, devices }: DevicesContext,
): Promise<Holders> {
  const byOrganization = Map.groupBy(inputs, ({ orgId }) => orgId);
  const searches = [...byOrganization].map(async ([orgId, group]) => {
    const keys = new Set(group.map(toDeviceKey).filter((key) => key !== undefined));
    const search = findKeyHolders(devices.boundedEnos, deadline, orgId, keys, devices.startRead());
    return [orgId, await orDenial(search)] as const;
  });
  return new Map(await Promise.all(searches));
}

/** The device that holds the key of an input already. */
interface HeldKey {
  readonly problems: readonly InputProblem[];
  readonly existing: Device | null;
}

const FREE: HeldKey = { problems: [], existing: null };

/** @param isOrganizationShown whether EnOS shows this application the products of the input's organization. */
function checkHolder(
  input: CreateDeviceInput,
  holders: Holders,
  isOrganizationShown: boolean,
  { devices }: DevicesContext,
): HeldKey {
  const found = holders.get(input.orgId);
  // An application that may not read devices may create them all the same.
  if (found === undefined || (found instanceof GraphQLError && isOrganizationShown)) return FREE;
  if (found instanceof GraphQLError)
    return { problems: [new InputProblem(["orgId"], "INVALID", found.message)], existing: null };
  const holding = found.get(toDeviceKey(input) ?? "") ?? [];
  const holder = holding.find(({ productKey }) => productKey === input.productKey);
  if (holding.length === 0) return FREE;
  if (!holder || input.idempotencyKey == null)
    return { problems: [new InputProblem(["deviceKey"], "TAKEN", "A device has this key.")], existing: null };
  const differences = findDifferences(input, holder);
  const mayRead = devices.mayRead(input.orgId);
  const existing = mayRead ? toDevice(holder, input.orgId, input.productKey) : null;
  if (differences.length === 0 || mayRead) return { problems: differences, existing };
  const problem =
    input.deviceKey == null
      ? new InputProblem(["idempotencyKey"], "DIFFERENT", "created a device from which the input differs.")
      : new InputProblem(["deviceKey"], "TAKEN", "A device has this key, and the input differs from it.");
  return { problems: [problem], existing };
}

/** An input of the same list that asks for the same key. */
interface Earlier {
  readonly index: number;
  readonly text: string;
}

/** Finds what `createDevices` would refuse because of an earlier input: only an exact repetition gets the same result. */
function findRepetitions(
  input: CreateDeviceInput,
  index: number,
  seen: Map<string, Earlier>,
): InputProblem[] {
  const deviceKey = toDeviceKey(input);
  if (deviceKey === undefined) return [];
  const name = JSON.stringify([input.orgId, input.productKey, deviceKey]);
  const text = JSON.stringify(input);
  const earlier = seen.get(name);
  if (earlier === undefined) {
    seen.set(name, { index, text });
    return [];
  }
  if (input.idempotencyKey != null && earlier.text === text) return [];
  const [field, code] =
    input.deviceKey == null ? (["idempotencyKey", "DIFFERENT"] as const) : (["deviceKey", "TAKEN"] as const);
  return [new InputProblem([field], code, `is the same as of input ${earlier.index}, counted from 0.`)];
}
