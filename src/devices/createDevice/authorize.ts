import type { Caller } from "../../graphql/caller.js";
import { OrganizationAccessDeniedError } from "../errors/organizationAccessDeniedError.js";
import type { CreateDeviceInput } from "./createDeviceInput.js";

/**
 * Gives the refusal of a caller who may not act for the input's organization; undefined when they may.
 *
 * @throws GraphQLError FORBIDDEN without the scope `device:create`.
 */
export function authorizeCreate(
  caller: Caller,
  { orgId }: CreateDeviceInput,
): OrganizationAccessDeniedError | undefined {
  caller.require("device:create");
  if (caller.mayActFor(orgId)) return undefined;
  const message = `The caller may not act for the organization “${orgId}”.`;
  return new OrganizationAccessDeniedError({ message, retryable: false }, orgId);
}
