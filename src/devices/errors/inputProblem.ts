import { Field, ObjectType } from "type-graphql";

/** Where an input is at fault, and how. */
@ObjectType({ description: "One fault of an input.", simpleResolvers: true })
export class InputProblem {
  @Field(() => [String], {
    description:
      'Where: the names from the input down to the faulty value, such as `["deviceTags", "floor"]`. Empty when EnOS did not say.',
  })
  readonly path: readonly string[];

  @Field(() => String)
  readonly message: string;

  constructor(path: readonly string[], message: string) {
    this.path = path;
    this.message = message;
  }
}
