import { Field, ID, ObjectType } from "type-graphql";

import { DeviceError, type DeviceErrorDetails } from "./deviceError.js";

/** Either EnOS denies the organization to this application, or we deny it to the caller. */
@ObjectType({
  implements: DeviceError,
  description: "EnOS 99403, or the caller may not act for this organization.",
  simpleResolvers: true,
})
export class OrganizationAccessDeniedError extends DeviceError {
  @Field(() => ID)
  readonly orgId: string;

  constructor(details: DeviceErrorDetails, orgId: string) {
    super(details);
    this.orgId = orgId;
  }
}
