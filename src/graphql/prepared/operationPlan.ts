import {
  Kind,
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from "graphql";

import { Completions, type PlannedField } from "./completions.js";
import { NotPlanned } from "./notPlanned.js";
import { selectFields } from "./selectedFields.js";

/** What a plan's one root field was resolved to. */
export interface Asked {
  /** As its resolver gave it, maybe a promise. */
  readonly result: unknown;
  /** Gives the data of the answer for the result's value; throws when anything about it is not as planned. */
  readonly complete: (value: unknown) => Record<string, unknown>;
}

/**
 * How an operation with one root field is executed as long as all goes well, worked out once for all its requests.
 *
 * Values that are not as planned are graphql-js's, which then asks the resolvers below the root again: they must do
 * nothing but give what is there.
 */
export class OperationPlan {
  /** How many fields it has. */
  readonly size: number;
  readonly #info;
  readonly #key: string;
  readonly #root: PlannedField;

  /** @throws NotPlanned where only graphql-js knows how. */
  constructor(schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode) {
    const fragments = toFragments(document);
    const rootType = schema.getRootType(operation.operation);
    if (!rootType) throw new NotPlanned();
    const [field, other] = selectFields(rootType, [operation.selectionSet], { schema, fragments });
    if (!field || other) throw new NotPlanned();
    const completions = new Completions({ schema, fragments });
    const [key, nodes] = field;
    this.#root = completions.field(rootType, key, nodes);
    this.#key = key;
    this.#info = { schema, fragments, operation, rootValue: undefined };
    this.size = completions.size;
  }

  /**
   * Resolves the root field.
   *
   * @throws GraphQLError when an argument is at fault; nothing has been done then.
   */
  ask(variableValues: Record<string, unknown>, context: unknown): Asked {
    const info = { ...this.#info, variableValues };
    const { result, at } = this.#root.ask(undefined, { context, info, path: undefined });
    return { result, complete: (value) => ({ [this.#key]: this.#root.complete(value, at) }) };
  }
}

function toFragments({ definitions }: DocumentNode): Record<string, FragmentDefinitionNode> {
  const fragments = Object.create(null) as Record<string, FragmentDefinitionNode>;
  for (const node of definitions)
    if (node.kind === Kind.FRAGMENT_DEFINITION) fragments[node.name.value] = node;
  return fragments;
}
