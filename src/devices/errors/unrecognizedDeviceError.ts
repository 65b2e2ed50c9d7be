import { ObjectType } from "type-graphql";

import { DeviceError } from "./deviceError.js";

/** A definite no whose code the manual does not list for this action. */
@ObjectType({
  implements: DeviceError,
  description: "EnOS refused with a code this schema has no type for yet.",
  simpleResolvers: true,
})
export class UnrecognizedDeviceError extends DeviceError {}
