import { Field, ObjectType, registerEnumType } from "type-graphql";

import { toAnswerKey } from "../scalars/valuePath.js";

/** Kind of an input's fault. Keys equal values: GraphQL sees the keys. */
export enum InputProblemCode {
  REQUIRED = "REQUIRED",
  TOO_SHORT = "TOO_SHORT",
  TOO_LONG = "TOO_LONG",
  TOO_MANY = "TOO_MANY",
  WRONG_TYPE = "WRONG_TYPE",
  NOT_A_CHOICE = "NOT_A_CHOICE",
  UNKNOWN = "UNKNOWN",
  TAKEN = "TAKEN",
  DIFFERENT = "DIFFERENT",
  INVALID = "INVALID",
}

registerEnumType(InputProblemCode, {
  name: "InputProblemCode",
  valuesConfig: {
    NOT_A_CHOICE: { description: "Not one of the allowed values." },
    UNKNOWN: { description: "No such attribute, time zone or product." },
    TAKEN: { description: "Another device has this key." },
    DIFFERENT: { description: "The existing device has another value." },
    INVALID: { description: "Any other fault: see `message`." },
  },
});

/** A fault of an input: its place, its kind, and a sentence for people. */
@ObjectType({ description: "One fault of an input.", simpleResolvers: true })
export class InputProblem {
  @Field(() => [String], {
    description:
      'Names from the input down to the faulty value, such as `["deviceTags", "floor"]`. Empty when EnOS did not say.',
  })
  readonly path: readonly string[];

  @Field(() => InputProblemCode, {
    description:
      "Kind of fault, for messages of your own. Values will be added: treat unknown ones as `INVALID`.",
  })
  readonly code: InputProblemCode;

  @Field(() => String, { description: "One English sentence for people. Not for parsing." })
  readonly message: string;

  constructor(path: readonly string[], code: keyof typeof InputProblemCode, message: string) {
    // A key may be as long as a request, and end with half a character, which parsers of strict clients refuse.
    this.path = path.map(toAnswerKey);
    this.code = InputProblemCode[code];
    this.message = message;
  }
}

/** Most faults of one input that are listed. Once the operation has listed `MAX_PER_OPERATION`, it is only the first one. */
const MAX_PER_INPUT = 100;

/**
 * Most faults that one operation lists, all aliases together. A thousand inputs with a hundred faults each, under thirty
 * aliases, are a small request with an answer that does not fit into memory.
 */
const MAX_PER_OPERATION = 10_000;

const told = new WeakMap<object, number>();

/**
 * Returns the faults of one input that an answer lists.
 *
 * @param context the context of the operation
 */
export function boundProblems(problems: readonly InputProblem[], context: object): readonly InputProblem[] {
  const before = told.get(context) ?? 0;
  const bounded = problems.slice(0, before < MAX_PER_OPERATION ? MAX_PER_INPUT : 1);
  told.set(context, before + bounded.length);
  return bounded;
}
