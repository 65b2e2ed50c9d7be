import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLAbstractType,
  type GraphQLField,
  type GraphQLLeafType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  defaultFieldResolver,
  getArgumentValues,
  getNamedType,
  isAbstractType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
} from "graphql";

import { rootFields } from "./instrumentation.js";

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
export class CompiledOperation {
  /** How many fields it has. */
  readonly size: number;
  readonly #info;
  readonly #key: string;
  readonly #root: PlannedField;

  /** @throws BailOut where only graphql-js knows how. */
  constructor(schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode) {
    const fragments = toFragments(document);
    const rootType = schema.getRootType(operation.operation);
    if (!rootType) throw new BailOut();
    const [field, other] = selectFields(rootType, [operation.selectionSet], { schema, fragments });
    if (!field || other) throw new BailOut();
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

/** A field of the answer. */
export interface PlannedField {
  readonly ask: (source: unknown, at: Place) => { readonly result: unknown; readonly at: FieldPlace };
  readonly complete: Completion;
}

/** A document's fields multiply by its fragments and by the types of a union; beyond this many no plan is made. */
const MOST_FIELDS = 300;

/**
 * Works out once how the values of a document's fields are completed: no types, conditions or fragments are left to
 * look at when it is done.
 *
 * It provides for values that are as their types want them, and there. Anything else (an error, a promise, null where
 * there must be none) throws, and graphql-js has to find the words for it.
 *
 * @see GraphQL specification, "Value Completion"
 */
export class Completions {
  #size = 0;

  constructor(private readonly options: SelectionOptions) {}

  /** How many fields were planned. */
  get size(): number {
    return this.#size;
  }

  /** @throws BailOut for introspection, conditions and too many fields. */
  field(parentType: GraphQLObjectType, key: string, fieldNodes: Nodes): PlannedField {
    const field = findField(parentType, fieldNodes);
    const { name: fieldName, type: returnType, resolve = defaultFieldResolver } = field;
    return {
      ask: (source, { context, info: before, path: prev }) => {
        const { schema, fragments, rootValue, operation, variableValues } = before;
        const path = { prev, key, typename: parentType.name };
        // prettier-ignore
        const info = {
          fieldName, fieldNodes, returnType, parentType, path,
          schema, fragments, rootValue, operation, variableValues,
        };
        const args = getArgumentValues(field, fieldNodes[0], variableValues);
        return { result: resolve(source, args, context, info), at: { context, info, path } };
      },
      complete: this.#completion(returnType, fieldNodes),
    };
  }

  #completion(type: GraphQLOutputType, nodes: readonly FieldNode[]): Completion {
    const isRequired = isNonNullType(type);
    const complete = this.#presentCompletion(isRequired ? type.ofType : type, nodes);
    return nullableCompletion(complete, isRequired);
  }

  #presentCompletion(type: GraphQLOutputType, nodes: readonly FieldNode[]): Completion {
    if (isLeafType(type)) return leafCompletion(type);
    if (isListType(type)) return listCompletion(this.#completion(type.ofType, nodes));
    if (isObjectType(type)) return this.#objectCompletion(type, nodes);
    if (isAbstractType(type)) return this.#abstractCompletion(type, nodes);
    throw new BailOut();
  }

  #abstractCompletion(type: GraphQLAbstractType, nodes: readonly FieldNode[]): Completion {
    const { resolveType } = type;
    if (!resolveType) throw new BailOut();
    const possibleTypes = this.options.schema.getPossibleTypes(type);
    const completions = new Map<unknown, Completion>(
      possibleTypes.map((possible) => [possible.name, this.#objectCompletion(possible, nodes)]),
    );
    return (value, at) => {
      const possible = resolveType(value, at.context, at.info, type);
      const complete = completions.get(possible);
      if (!complete) throw new BailOut(possible);
      return complete(value, at);
    };
  }

  #objectCompletion(type: GraphQLObjectType, nodes: readonly FieldNode[]): Completion {
    const sets = nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
    const selected = selectFields(type, sets, this.options);
    this.#size += selected.size;
    if (this.#size > MOST_FIELDS) throw new BailOut();
    // Written to, an object has this name for its prototype.
    if (selected.has("__proto__")) throw new BailOut();
    const fields = [...selected].map(
      ([key, asking]) => [key, this.#fieldCompletion(type, key, asking)] as const,
    );
    return (value, at) => {
      const isOfType = type.isTypeOf?.(value, at.context, at.info) ?? true;
      if (isOfType !== true) throw new BailOut(isOfType);
      // V8 keeps one without a prototype, as graphql-js makes them, as a dictionary, which takes longer to fill and to write.
      const object: Record<string, unknown> = {};
      for (const [key, complete] of fields) object[key] = complete(value, at);
      return object;
    };
  }

  /** Gives a field's part of an object's completion. */
  #fieldCompletion(type: GraphQLObjectType, key: string, nodes: Nodes): Completion {
    if (nodes[0].name.value === "__typename") return () => type.name;
    const { name, resolve, type: fieldType } = findField(type, nodes);
    if (resolve !== undefined || !isLeafType(getNamedType(fieldType))) {
      const { ask, complete } = this.field(type, key, nodes);
      return (source, at) => {
        const asked = ask(source, at);
        return complete(asked.result, asked.at);
      };
    }
    const complete = this.#completion(fieldType, nodes);
    return (source, at) => complete(property(source, name), at);
  }
}

function findField(type: GraphQLObjectType, [{ name }]: Nodes): GraphQLField<unknown, unknown> {
  const field = type.getFields()[name.value];
  if (!field) throw new BailOut();
  return field;
}

/** What the default resolver gives of a field without arguments. */
function property(source: unknown, name: string): unknown {
  if (typeof source !== "object" || source === null) throw new BailOut();
  const value: unknown = (source as Readonly<Record<string, unknown>>)[name];
  if (typeof value === "function") throw new BailOut();
  return value;
}

/** Where in an execution a value stands. */
export interface Place {
  readonly context: unknown;
  readonly info: Pick<
    GraphQLResolveInfo,
    "schema" | "fragments" | "rootValue" | "operation" | "variableValues"
  >;
  readonly path: GraphQLResolveInfo["path"] | undefined;
}

/** The place of a field's value. */
export interface FieldPlace extends Place {
  readonly info: GraphQLResolveInfo;
}

/** Gives what was selected of a value, as JSON has it; throws where the value is not as planned. */
export type Completion = (value: unknown, at: FieldPlace) => unknown;

/** What is there is completed; what is not is null, where it may be. */
export function nullableCompletion(complete: Completion, isRequired: boolean): Completion {
  return (value, at) => {
    if (value == null && !isRequired) return null;
    if (value == null || value instanceof Error || isPromise(value)) throw new BailOut(value);
    return complete(value, at);
  };
}

/** A leaf is what its type serializes it to. */
export function leafCompletion(type: GraphQLLeafType): Completion {
  return (value) => {
    const serialized: unknown = type.serialize(value);
    if (serialized == null) throw new BailOut();
    return serialized;
  };
}

/** A list is what its entries are. */
export function listCompletion(complete: Completion): Completion {
  return (value, at) => {
    if (!Array.isArray(value)) throw new BailOut();
    return value.map((item, key) =>
      complete(item, { ...at, path: { prev: at.path, key, typename: undefined } }),
    );
  };
}

function isPromise(value: unknown): boolean {
  return typeof (value as Partial<PromiseLike<unknown>>).then === "function";
}

/** Every node of a document that asks for one field of the answer. */
export type Nodes = readonly [FieldNode, ...FieldNode[]];

export interface SelectionOptions {
  readonly schema: GraphQLSchema;
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>;
}

/**
 * Gives the fields that selection sets ask of an object type: by their name in the answer, in the answer's order, each
 * with every node that asks for it.
 *
 * @throws BailOut where a directive has a say.
 * @see GraphQL specification, "CollectFields"
 */
export function selectFields(
  type: GraphQLObjectType,
  sets: readonly SelectionSetNode[],
  { schema, fragments }: SelectionOptions,
): Map<string, Nodes> {
  const selected = new Map<string, Nodes>();
  const spread = new Set<string>();
  const walk = ({ selections }: SelectionSetNode): void => {
    for (const node of selections) {
      if (node.directives?.length) throw new BailOut();
      switch (node.kind) {
        case Kind.FIELD: {
          const key = (node.alias ?? node.name).value;
          const nodes = selected.get(key);
          selected.set(key, nodes ? [...nodes, node] : [node]);
          break;
        }
        case Kind.INLINE_FRAGMENT:
          if (applies(node.typeCondition?.name.value)) walk(node.selectionSet);
          break;
        case Kind.FRAGMENT_SPREAD: {
          const fragment = fragments[node.name.value];
          if (!fragment || spread.has(node.name.value)) break;
          spread.add(node.name.value);
          if (applies(fragment.typeCondition.name.value)) walk(fragment.selectionSet);
        }
      }
    }
  };
  const applies = (condition: string | undefined): boolean => {
    if (condition === undefined || condition === type.name) return true;
    const conditionType = schema.getType(condition);
    return isAbstractType(conditionType) && schema.isSubType(conditionType, type);
  };
  sets.forEach(walk);
  return selected;
}

/** Something that a plan does not provide for: graphql-js is to execute the operation. */
export class BailOut extends Error {
  override readonly name = "BailOut";

  /** @param value what there is no provision for, where it is a value. */
  constructor(value?: unknown) {
    super();
    // A promise is left to itself, as graphql-js asks for another: its rejection, heard by nobody, would end the process.
    Promise.resolve(value).catch(() => undefined);
  }
}

/** A root value under which the root field answers what its resolver has given already: nothing is done twice. */
export class KnownResult {
  constructor(readonly result: unknown) {}
}

/** Has the root fields of a schema respect known results. */
export function respectKnownResults(schema: GraphQLSchema): void {
  for (const field of rootFields(schema)) {
    const { resolve = defaultFieldResolver } = field;
    field.resolve = (source, ...asked) =>
      source instanceof KnownResult ? source.result : resolve(source, ...asked);
  }
}
