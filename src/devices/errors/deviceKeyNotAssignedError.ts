import { ObjectType } from "type-graphql";

import { DeviceError } from "./deviceError.js";

/** EnOS had no key to give, on any attempt; nothing was created. */
@ObjectType({
  implements: DeviceError,
  description: "EnOS 11714: no `deviceKey` could be assigned just now, however often it was asked.",
  simpleResolvers: true,
})
export class DeviceKeyNotAssignedError extends DeviceError {}
