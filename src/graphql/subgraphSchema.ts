import { buildSubgraphSchema, printSubgraphSchema } from "@apollo/subgraph";
import {
  type DefinitionNode,
  type DocumentNode,
  getNamedType,
  GraphQLID,
  type GraphQLSchema,
  isObjectType,
  isScalarType,
  Kind,
  parse,
  print,
} from "graphql";
import { type NonEmptyArray, buildSchemaSync, createResolversMap } from "type-graphql";

import { inputCoercion } from "../scalars/coercion.js";
import { readMap } from "../scalars/map.js";

/** The newest version that every composer in use takes. */
const FEDERATION = "https://specs.apollo.dev/federation/v2.9";

type Class = abstract new (...args: never[]) => object;

/** Returns an entity by one of its keys, or null; a rejection nulls this one entity. */
export type ReferenceResolver = (reference: never, context: never) => Promise<object | null>;

/** A part of the graph, in type-graphql's classes. */
export interface SubgraphModule {
  /** Federation directives that its types use. */
  readonly imports: readonly string[];
  /** Instances of resolver classes. */
  readonly resolvers: readonly object[];
  /** Types to include even if no root field reaches them. */
  readonly entities: readonly Class[];
  /** Reference resolvers by the name of their entity. */
  readonly references: Readonly<Record<string, ReferenceResolver>>;
}

export interface Subgraph {
  readonly schema: GraphQLSchema;
  /** The schema as the router's composer reads it, `@link` first. */
  readonly sdl: string;
}

/** Returns the executable subgraph of a module: its classes printed, and that print made executable. */
export function buildSubgraph(module: SubgraphModule): Subgraph {
  const instances = new Map(module.resolvers.map((resolver) => [resolver.constructor, resolver]));
  const classes = buildSchemaSync({
    resolvers: [...instances.keys()] as NonEmptyArray<NewableFunction>,
    orphanedTypes: [...module.entities],
    container: { get: (someClass: NewableFunction) => instances.get(someClass) },
    validate: false,
    // A subgraph need not have a Query of its own.
    skipCheck: true,
  });
  const typeDefs = toTypeDefs(printSubgraphSchema(classes), module.imports);
  const resolvers = createResolversMap(classes) as Record<string, Record<string, unknown>>;
  for (const [entity, resolveReference] of Object.entries(module.references)) {
    const ids = idFields(classes, entity);
    const resolve = (representation: Record<string, unknown>, context: never) =>
      resolveReference(withTextIds(representation, ids) as never, context);
    resolvers[entity] = { ...resolvers[entity], __resolveReference: resolve };
  }
  const schema = buildSubgraphSchema([{ typeDefs, resolvers: resolvers as never }]);
  // A literal may stand for a representation: its numbers are kept exactly or refused, as those of a variable are.
  const any = schema.getType("_Any");
  if (isScalarType(any)) any.parseLiteral = inputCoercion("_Any", readMap).parseLiteral;
  return { schema, sdl: `${print(typeDefs)}\n` };
}

function idFields(schema: GraphQLSchema, entity: string): string[] {
  const type = schema.getType(entity);
  const fields = isObjectType(type) ? Object.values(type.getFields()) : [];
  return fields.filter((field) => getNamedType(field.type) === GraphQLID).map(({ name }) => name);
}

/** An integer is a valid ID, in a representation as in an argument. */
function withTextIds(representation: Record<string, unknown>, ids: readonly string[]) {
  const numbers = ids.filter((name) => Number.isSafeInteger(representation[name]));
  if (numbers.length === 0) return representation;
  const texts = numbers.map((name) => [name, String(representation[name])] as const);
  return { ...representation, ...Object.fromEntries(texts) };
}

/** Returns the document as composers want it: with `@link` on an extension of the schema, and without empty root types. */
function toTypeDefs(printed: string, imports: readonly string[]): DocumentNode {
  const names = imports.map((name) => `"${name}"`).join(", ");
  const link = parse(`extend schema @link(url: "${FEDERATION}", import: [${names}])`);
  const { definitions } = parse(printed);
  const kept = definitions.filter((node) => node.kind !== Kind.SCHEMA_DEFINITION && !isEmptyType(node));
  return { kind: Kind.DOCUMENT, definitions: [...link.definitions, ...kept] };
}

function isEmptyType(node: DefinitionNode): boolean {
  return node.kind === Kind.OBJECT_TYPE_DEFINITION && (node.fields?.length ?? 0) === 0;
}
