import { Field, ObjectType } from "type-graphql";

import { DeviceError, type DeviceErrorDetails } from "./deviceError.js";
import { InputProblem } from "./inputProblem.js";

/** The input is at fault, by EnOS's judgment or by ours. */
@ObjectType({
  implements: DeviceError,
  description: "EnOS 99400, or a fault found before asking EnOS.",
  simpleResolvers: true,
})
export class InvalidDeviceInputError extends DeviceError {
  @Field(() => [InputProblem], { description: "Every fault found, not only the first." })
  readonly problems: readonly InputProblem[];

  constructor(details: DeviceErrorDetails, problems: readonly InputProblem[]) {
    super(details);
    this.problems = problems;
  }
}
