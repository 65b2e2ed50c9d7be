import type { Patience } from "../enos/patience.js";
import type { Caller } from "../graphql/caller.js";
import type { DevicesContext } from "./context.js";
import type { CreateDeviceInput } from "./createDeviceInput.js";
import type { CreateDeviceResult } from "./createDeviceResult.js";
import { CreateDeviceSuccess } from "./createDeviceSuccess.js";
import { OrganizationAccessDeniedError } from "./errors/organizationAccessDeniedError.js";
import { deniedToCaller } from "./organizationAccess.js";

/** What registers one device, whoever asks. */
export interface DeviceCreator {
  run(input: CreateDeviceInput, patience: Patience): Promise<CreateDeviceResult>;
}

/**
 * Registers one device on behalf of the caller, and lets the rest of the request know of it.
 *
 * @throws GraphQLError FORBIDDEN without the scope `device:create`.
 */
export async function createFor(
  { caller, patience, devices }: DevicesContext,
  input: CreateDeviceInput,
  creator: DeviceCreator,
): Promise<CreateDeviceResult> {
  const denied = authorize(caller, input);
  if (denied) return denied;
  const result = await creator.run(input, patience);
  if (result instanceof CreateDeviceSuccess) devices.learn(result.device);
  return result;
}

function authorize(caller: Caller, { orgId }: CreateDeviceInput): OrganizationAccessDeniedError | undefined {
  caller.require("device:create");
  if (caller.mayActFor(orgId)) return undefined;
  return new OrganizationAccessDeniedError({ message: deniedToCaller(orgId), retryable: false }, orgId);
}
