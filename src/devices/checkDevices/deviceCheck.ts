import { Ctx, Field, ObjectType } from "type-graphql";

import type { DevicesContext } from "../context.js";
import { Device } from "../device.js";
import { boundProblems, InputProblem } from "../inputProblem.js";

/** The result of checking one input before it is sent to EnOS. */
@ObjectType({
  description: "What is known about one input before it is sent to EnOS.",
  simpleResolvers: true,
})
export class DeviceCheck {
  private readonly problems: readonly InputProblem[];

  @Field(() => Boolean, {
    description:
      "Whether `deviceAttributes` were compared with the product's thing model: false when EnOS does not show it.",
  })
  readonly attributesChecked: boolean;

  @Field(() => Device, {
    nullable: true,
    description:
      "The device that an earlier request with the same `idempotencyKey` created, when the caller may read it.",
  })
  readonly existing: Device | null;

  constructor(fields: {
    readonly problems: readonly InputProblem[];
    readonly attributesChecked: boolean;
    readonly existing: Device | null;
  }) {
    this.problems = fields.problems;
    this.attributesChecked = fields.attributesChecked;
    this.existing = fields.existing;
  }

  @Field(() => [InputProblem], { name: "problems", description: "The faults found, at most 100." })
  toldProblems(@Ctx() context: DevicesContext): readonly InputProblem[] {
    return boundProblems(this.problems, context);
  }
}
