import {
  GraphQLError,
  isUnionType,
  Kind,
  OperationTypeNode,
  valueFromASTUntyped,
  type DocumentNode,
  type FieldNode,
  type GraphQLObjectType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from "graphql";

type Variables = Readonly<Record<string, unknown>>;

/** Returns the fields of an operation that ask for entities. */
export function findEntities(
  { operation, selectionSet }: OperationDefinitionNode,
  document: DocumentNode,
): FieldNode[] {
  if (operation !== OperationTypeNode.QUERY) return [];
  return rootFields(selectionSet, document).filter(({ name }) => name.value === "_entities");
}

/**
 * Returns why the entities of these fields must not be looked up: there are more than `max`, or one is not of this subgraph.
 *
 * The representations stand in the request's variables as a rule, and their type `_Any` lets everything pass, so
 * no validation of the document can check them.
 */
export function findRepresentationsFault(
  fields: readonly FieldNode[],
  variables: Variables,
  { schema, max }: { readonly schema: GraphQLSchema; readonly max: number },
): GraphQLError | undefined {
  if (fields.length === 0) return undefined;
  const asked = fields.flatMap((field) => readRepresentations(field, variables));
  if (asked.length > max) return tooManyRepresentations(asked.length, max);
  return findForeignEntity(asked, schema);
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
  // GraphQL takes a single value for a list of one; a missing value is refused by GraphQL's own rules.
  return Array.isArray(value) ? value : value == null ? [] : [value];
}

function findForeignEntity(
  representations: readonly unknown[],
  schema: GraphQLSchema,
): GraphQLError | undefined {
  const entities = new Set(entityTypes(schema).map(({ name }) => name));
  const fault = representations.findIndex((representation) => !entities.has(typeNameOf(representation)));
  return fault < 0 ? undefined : noEntity(fault, [...entities]);
}

/** Returns the types that representations may stand for. */
export function entityTypes(schema: GraphQLSchema): readonly GraphQLObjectType[] {
  const union = schema.getType("_Entity");
  return isUnionType(union) ? union.getTypes() : [];
}

function typeNameOf(representation: unknown): string {
  if (typeof representation !== "object" || representation === null) return "";
  const { __typename: name } = representation as { readonly __typename?: unknown };
  return typeof name === "string" ? name : "";
}

function tooManyRepresentations(total: number, max: number): GraphQLError {
  const message = `The operation asks for ${total} entities; at most ${max} are allowed. Ask for them in parts.`;
  return clientError(message, { limit: "representations", max });
}

function noEntity(index: number, entities: readonly string[]): GraphQLError {
  return clientError(
    `The representation ${index} is not an entity of this subgraph: its __typename must be ${entities.join(" or ")}.`,
  );
}

function clientError(message: string, extensions: Readonly<Record<string, unknown>> = {}): GraphQLError {
  return new GraphQLError(message, {
    extensions: { ...extensions, code: "BAD_USER_INPUT", http: { status: 400 } },
  });
}
