import type { ApolloServerPlugin } from "@apollo/server";
import {
  getVariableValues,
  GraphQLError,
  isUnionType,
  Kind,
  OperationTypeNode,
  valueFromASTUntyped,
  type DocumentNode,
  type FieldNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from "graphql";

type Variables = Readonly<Record<string, unknown>>;

/**
 * Refuses operations that ask `_entities` for more than `max` entities, or for what is none, before the first is
 * looked up.
 *
 * The representations stand in the request's variables as a rule, and their type `_Any` lets everything pass, so
 * no validation of the document can judge them.
 */
export function checkRepresentations(max: number): ApolloServerPlugin {
  return {
    requestDidStart: () =>
      Promise.resolve({
        didResolveOperation: ({ schema, operation, document, request }) => {
          const fields = operation ? entitiesFields(operation, document) : [];
          if (!operation || fields.length === 0) return Promise.resolve();
          // As execution will see them: a variable that was not sent may have a default.
          const definitions = operation.variableDefinitions ?? [];
          const { coerced } = getVariableValues(schema, definitions, request.variables ?? {}, ONE_FAULT);
          // Execution refuses the whole operation for variables at fault.
          if (!coerced) return Promise.resolve();
          const asked = fields.flatMap((field) => readRepresentations(field, coerced));
          if (asked.length > max) throw tooMany(asked.length, max);
          if (asked.length > 0) requireEntities(asked, schema);
          return Promise.resolve();
        },
      }),
  };
}

/** Whether an operation asks `_entities` for anything, which its variables may decide. */
export function asksForEntities(operation: OperationDefinitionNode, document: DocumentNode): boolean {
  return entitiesFields(operation, document).length > 0;
}

/** What is wrong with variables is told by execution, so one fault is as good as all. */
const ONE_FAULT = { maxErrors: 1 };

function entitiesFields({ operation, selectionSet }: OperationDefinitionNode, document: DocumentNode) {
  if (operation !== OperationTypeNode.QUERY) return [];
  return rootFields(selectionSet, document).filter(({ name }) => name.value === "_entities");
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
    return document.definitions.flatMap((definition) =>
      definition.kind === Kind.FRAGMENT_DEFINITION && definition.name.value === name
        ? rootFields(definition.selectionSet, document, seen)
        : [],
    );
  });
}

function readRepresentations(field: FieldNode, variables: Variables): unknown[] {
  const argument = field.arguments?.find(({ name }) => name.value === "representations");
  const value: unknown = argument && valueFromASTUntyped(argument.value, variables);
  // GraphQL takes a single value for a list of one; what is not there at all is for its own rules to refuse.
  return Array.isArray(value) ? value : value == null ? [] : [value];
}

function requireEntities(representations: readonly unknown[], schema: GraphQLSchema): void {
  const union = schema.getType("_Entity");
  const entities = new Set(isUnionType(union) ? union.getTypes().map(({ name }) => name) : []);
  const fault = representations.findIndex((representation) => !entities.has(typeNameOf(representation)));
  if (fault >= 0) throw noEntity(fault, [...entities]);
}

function typeNameOf(representation: unknown): string {
  if (typeof representation !== "object" || representation === null) return "";
  const { __typename: name } = representation as { readonly __typename?: unknown };
  return typeof name === "string" ? name : "";
}

function tooMany(total: number, max: number): GraphQLError {
  const message = `The operation asks for ${total} entities; at most ${max} are allowed. Ask for them in parts.`;
  return clientError(message, { limit: "representations", max });
}

function noEntity(index: number, entities: readonly string[]): GraphQLError {
  return clientError(
    `The representation ${index} is no entity of this subgraph: its __typename must be ${entities.join(" or ")}.`,
  );
}

function clientError(message: string, extensions: Readonly<Record<string, unknown>> = {}): GraphQLError {
  return new GraphQLError(message, {
    extensions: { ...extensions, code: "BAD_USER_INPUT", http: { status: 400 } },
  });
}
