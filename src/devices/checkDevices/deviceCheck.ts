import { Field, ObjectType } from "type-graphql";

import { Device } from "../device.js";
import { InputProblem } from "../inputProblem.js";

/** What is known about one input before it is sent to EnOS. */
@ObjectType({
  description: "What is known about one input before it is sent to EnOS.",
  simpleResolvers: true,
})
export class DeviceCheck {
  @Field(() => [InputProblem], { description: "Every fault found." })
  readonly problems: readonly InputProblem[];

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
}
