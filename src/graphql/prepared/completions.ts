import {
  defaultFieldResolver,
  getArgumentValues,
  getNamedType,
  isAbstractType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  type FieldNode,
  type GraphQLAbstractType,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLOutputType,
} from "graphql";

import {
  leafCompletion,
  listCompletion,
  nullableCompletion,
  type Completion,
  type FieldPlace,
  type Place,
} from "./completion.js";
import { NotPlanned } from "./notPlanned.js";
import { selectFields, type Nodes, type SelectionOptions } from "./selectedFields.js";

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

  /** @throws NotPlanned for introspection, conditions and too many fields. */
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
    throw new NotPlanned();
  }

  #abstractCompletion(type: GraphQLAbstractType, nodes: readonly FieldNode[]): Completion {
    const { resolveType } = type;
    if (!resolveType) throw new NotPlanned();
    const possibleTypes = this.options.schema.getPossibleTypes(type);
    const completions = new Map<unknown, Completion>(
      possibleTypes.map((possible) => [possible.name, this.#objectCompletion(possible, nodes)]),
    );
    return (value, at) => {
      const possible = resolveType(value, at.context, at.info, type);
      const complete = completions.get(possible);
      if (!complete) throw new NotPlanned(possible);
      return complete(value, at);
    };
  }

  #objectCompletion(type: GraphQLObjectType, nodes: readonly FieldNode[]): Completion {
    const sets = nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
    const selected = selectFields(type, sets, this.options);
    this.#size += selected.size;
    if (this.#size > MOST_FIELDS) throw new NotPlanned();
    // Written to, an object has this name for its prototype.
    if (selected.has("__proto__")) throw new NotPlanned();
    const fields = [...selected].map(
      ([key, asking]) => [key, this.#fieldCompletion(type, key, asking)] as const,
    );
    return (value, at) => {
      const isOfType = type.isTypeOf?.(value, at.context, at.info) ?? true;
      if (isOfType !== true) throw new NotPlanned(isOfType);
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
  if (!field) throw new NotPlanned();
  return field;
}

/** What the default resolver gives of a field without arguments. */
function property(source: unknown, name: string): unknown {
  if (typeof source !== "object" || source === null) throw new NotPlanned();
  const value: unknown = (source as Readonly<Record<string, unknown>>)[name];
  if (typeof value === "function") throw new NotPlanned();
  return value;
}
