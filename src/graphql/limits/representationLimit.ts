import type { ApolloServerPlugin } from "@apollo/server";
import {
  GraphQLError,
  Kind,
  OperationTypeNode,
  type DocumentNode,
  type FieldNode,
  type SelectionSetNode,
  type ValueNode,
} from "graphql";

/**
 * Refuses operations that ask `_entities` for more than `max` entities, before the first is looked up.
 *
 * The number stands in the request's variables as a rule, so no validation of the document can know it.
 */
export function representationLimit(max: number): ApolloServerPlugin {
  return {
    requestDidStart: () =>
      Promise.resolve({
        didResolveOperation: ({ operation, document, request }) => {
          if (operation?.operation !== OperationTypeNode.QUERY) return Promise.resolve();
          const counts = rootFields(operation.selectionSet, document)
            .filter((field) => field.name.value === "_entities")
            .map((field) => countRepresentations(field, request.variables ?? {}));
          const total = counts.reduce((sum, count) => sum + count, 0);
          if (total > max) throw tooMany(total, max);
          return Promise.resolve();
        },
      }),
  };
}

/** Spreads fragments, each once: a second spread of the same one adds nothing to what is executed. */
function rootFields(
  { selections }: SelectionSetNode,
  document: DocumentNode,
  seen = new Set<string>(),
): FieldNode[] {
  return selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return [selection];
    if (selection.kind === Kind.INLINE_FRAGMENT) return rootFields(selection.selectionSet, document, seen);
    const name = selection.name.value;
    if (seen.has(name)) return [];
    seen.add(name);
    const fragment = document.definitions.find(
      (definition) => definition.kind === Kind.FRAGMENT_DEFINITION && definition.name.value === name,
    );
    return fragment?.kind === Kind.FRAGMENT_DEFINITION
      ? rootFields(fragment.selectionSet, document, seen)
      : [];
  });
}

function countRepresentations(field: FieldNode, variables: Readonly<Record<string, unknown>>): number {
  const argument = field.arguments?.find(({ name }) => name.value === "representations");
  return argument ? count(argument.value, variables) : 0;
}

function count(value: ValueNode, variables: Readonly<Record<string, unknown>>): number {
  if (value.kind === Kind.LIST) return value.values.length;
  if (value.kind !== Kind.VARIABLE) return 1;
  const given = variables[value.name.value];
  return Array.isArray(given) ? given.length : 1;
}

function tooMany(total: number, max: number): GraphQLError {
  const message = `The operation asks for ${total} entities; at most ${max} are allowed. Ask for them in parts.`;
  return new GraphQLError(message, {
    extensions: { code: "BAD_USER_INPUT", limit: "representations", max, http: { status: 400 } },
  });
}
