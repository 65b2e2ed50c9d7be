import * as g from "graphql";
import { collectFields, collectSubfields } from "graphql/execution/collectFields.js";

import { fragmentsOf } from "./fragments.js";

type FieldInfo = "fieldName" | "fieldNodes" | "returnType" | "parentType" | "path";
/** Place of a value in the answer of one execution. */
interface Place {
  readonly context: unknown;
  readonly shared: Omit<g.GraphQLResolveInfo, FieldInfo>;
  readonly errors: g.GraphQLError[];
  readonly info: g.GraphQLResolveInfo;
  readonly path: g.GraphQLResolveInfo["path"] | undefined;
}

/** Returns the selected part of a value, or a promise of it; throws or rejects where null is not allowed. */
type Complete = (value: unknown, at: Place) => unknown;
/** All nodes of a document that select one field of the answer. */
type Nodes = readonly [g.FieldNode, ...g.FieldNode[]];
/** By response key, how a field of an object is resolved and completed. */
type Steps = readonly (readonly [key: string, step: Complete])[];
type Members = Record<string, unknown>;
type Present = Exclude<g.GraphQLOutputType, g.GraphQLNonNull<g.GraphQLOutputType>>;

/** A document's fields multiply by its fragments and by the types of a union; larger operations are not compiled. */
const MAX_FIELDS = 300;

/**
 * An operation whose fields, types and fragments have been looked up once for all its requests. Its answers are
 * those of graphql-js, and it calls every resolver at most once.
 *
 * @see GraphQL specification, "Executing Operations" and "Value Completion"
 */
export class CompiledOperation {
  /** Number of fields that were compiled. */
  size = 0;
  readonly #fragments;
  readonly #steps: Steps;

  /** @throws GraphQLError for directives, introspection, several fields of a mutation, and too many fields. */
  constructor(
    private readonly schema: g.GraphQLSchema,
    document: g.DocumentNode,
    private readonly operation: g.OperationDefinitionNode,
  ) {
    this.#fragments = fragmentsOf(document);
    g.visit(document, { Directive: () => raise("Directives.") });
    const root = schema.getRootType(operation.operation) ?? raise("The schema has no such operations.");
    const selected = collectFields(schema, this.#fragments, {}, root, operation.selectionSet);
    this.#steps = this.#compileFields(root, selected);
    // The fields of a mutation are executed one after the other.
    if (operation.operation !== g.OperationTypeNode.QUERY && selected.size > 1) raise("Serial execution.");
  }

  /** @param variableValues as graphql-js has coerced them */
  async execute(variableValues: Record<string, unknown>, context: unknown): Promise<g.ExecutionResult> {
    const { schema, operation } = this;
    const shared = { schema, fragments: this.#fragments, rootValue: undefined, operation, variableValues };
    const errors: g.GraphQLError[] = [];
    const root = { context, shared, errors, info: undefined as never, path: undefined };
    let data: Members | null = null;
    try {
      data = await runSteps(this.#steps, undefined, root);
    } catch (error) {
      errors.push(error as g.GraphQLError);
    }
    return errors.length > 0 ? { errors: [...errors], data } : { data };
  }

  #compileFields(type: g.GraphQLObjectType, selected: ReturnType<typeof collectFields>): Steps {
    this.size += selected.size;
    // Assigning to the key `__proto__` would set the object's prototype.
    if (this.size > MAX_FIELDS || selected.has("__proto__")) return raise("Not to be compiled.");
    return [...selected].map(([key, nodes]) => [key, this.#compileField(type, key, nodes as Nodes)] as const);
  }

  #compileField(parentType: g.GraphQLObjectType, key: string, fieldNodes: Nodes): Complete {
    const fieldName = fieldNodes[0].name.value;
    if (fieldName === "__typename") return () => parentType.name;
    const field = parentType.getFields()[fieldName] ?? raise("Introspection.");
    const { type: returnType, resolve = g.defaultFieldResolver } = field;
    const complete = this.#compile(returnType, fieldNodes, `${parentType.name}.${fieldName}`);
    const readArguments = field.args.length > 0 ? g.getArgumentValues : () => ({});
    const within = (at: Place) => ({ ...at, path: { prev: at.path, key, typename: parentType.name } });
    const step: Complete = (source, parent) => {
      const path = { prev: parent.path, key, typename: parentType.name };
      // V8 copies an object fast only where that is the first thing in a literal.
      const info = { ...parent.shared, fieldName, fieldNodes, returnType, parentType, path };
      const at = { ...parent, info, path };
      try {
        const args = readArguments(field, fieldNodes[0], parent.shared.variableValues);
        return settle(resolve(source, args, parent.context, info), complete, at, returnType, fieldNodes);
      } catch (error) {
        return recordError(error, at, returnType, fieldNodes);
      }
    };
    if (field.resolve || field.args.length > 0 || !g.isLeafType(g.getNullableType(returnType))) return step;
    // Most fields are plain members of what EnOS answered: info and path are needed only when they fail.
    return (source, at) => {
      if (typeof source !== "object" || source === null) return step(source, at);
      const value = (source as Readonly<Members>)[fieldName];
      if (typeof value === "function") return step(source, at);
      if (isPromise(value)) return settle(value, complete, within(at), returnType, fieldNodes);
      try {
        return complete(value, at);
      } catch (error) {
        return recordError(error, within(at), returnType, fieldNodes);
      }
    };
  }

  #compile(type: g.GraphQLOutputType, nodes: Nodes, field: string): Complete {
    if (g.isNonNullType(type)) {
      const complete = this.#compile(type.ofType, nodes, field);
      const require = (of: unknown) => of ?? raise(`Cannot return null for non-nullable field ${field}.`);
      return (value, at) => then(complete(value, at), require);
    }
    const complete = this.#compilePresent(type, nodes, field);
    return (value, at) => {
      if (value instanceof Error) throw value;
      return value == null ? null : complete(value, at);
    };
  }

  #compilePresent(type: Present, nodes: Nodes, field: string): Complete {
    if (g.isListType(type)) return this.#compileList(type.ofType, nodes, field);
    if (g.isObjectType(type)) return this.#compileObject(type, nodes);
    if (g.isLeafType(type))
      return (value) => type.serialize(value) ?? raise(`${type.name} has no text for ${field}.`);
    const resolveType = type.resolveType ?? g.defaultTypeResolver;
    const byName = new Map<unknown, Complete>();
    for (const possible of this.schema.getPossibleTypes(type))
      byName.set(possible.name, this.#compileObject(possible, nodes));
    const completeAs = (name: unknown) => byName.get(name) ?? raise(`${type.name} has no such type.`);
    return (value, at) =>
      then(resolveType(value, at.context, at.info, type), (name) => completeAs(name)(value, at));
  }

  #compileList(itemType: g.GraphQLOutputType, nodes: Nodes, field: string): Complete {
    const complete = this.#compile(itemType, nodes, field);
    return (value, at) => {
      if (typeof value !== "object" || value === null || !(Symbol.iterator in value))
        return raise(`Expected Iterable, but did not find one for field "${field}".`);
      const items: unknown[] = [];
      try {
        for (const item of value as Iterable<unknown>) {
          const path = { prev: at.path, key: items.length, typename: undefined };
          items.push(settle(item, complete, { ...at, path }, itemType, nodes));
        }
      } catch (error) {
        return abandon(items, error);
      }
      return items.some(isPromise) ? Promise.all(items) : items;
    };
  }

  #compileObject(type: g.GraphQLObjectType, nodes: Nodes): Complete {
    const steps = this.#compileFields(type, collectSubfields(this.schema, this.#fragments, {}, type, nodes));
    const run: Complete = (value, at) => runSteps(steps, value, at);
    const { isTypeOf, name } = type;
    if (!isTypeOf) return run;
    return (value, at) => {
      const check = (is: boolean) => (is ? run(value, at) : raise(`A value is not of type ${name}.`));
      return then(isTypeOf(value, at.context, at.info), check);
    };
  }
}

function runSteps(steps: Steps, source: unknown, at: Place): Members | Promise<Members> {
  // V8 keeps an object without a prototype as a dictionary, which takes longer to fill and to write.
  const object: Members = {};
  try {
    let waits = false;
    for (const [key, step] of steps) waits = isPromise((object[key] = step(source, at))) || waits;
    if (!waits) return object;
    const toObject = (values: unknown[]) =>
      Object.fromEntries(steps.map(([key], index) => [key, values[index]]));
    return Promise.all(Object.values(object)).then(toObject);
  } catch (error) {
    return abandon(Object.values(object), error);
  }
}

/** Completes a value, or a promise of one. */
function settle(value: unknown, complete: Complete, at: Place, type: g.GraphQLOutputType, nodes: Nodes) {
  try {
    const completed = then(value, (present) => complete(present, at));
    return isPromise(completed)
      ? completed.then(undefined, (error: unknown) => recordError(error, at, type, nodes))
      : completed;
  } catch (error) {
    return recordError(error, at, type, nodes);
  }
}

/** Notes an error where null is allowed and returns null; throws it, with its place, where null is not allowed. */
function recordError(error: unknown, { path, errors }: Place, type: g.GraphQLOutputType, nodes: Nodes): null {
  const located = g.locatedError(error, nodes, path && g.responsePathAsArray(path));
  if (g.isNonNullType(type)) throw located;
  errors.push(located);
  return null;
}

/** Throws an error and handles the rejections of the other values: an unhandled rejection would end the process. */
function abandon(values: readonly unknown[], error: unknown): never {
  for (const value of values) if (isPromise(value)) value.then(undefined, () => undefined);
  throw error;
}

function raise(message: string): never {
  throw new g.GraphQLError(message);
}

function then<T>(value: T | PromiseLike<T>, next: (value: T) => unknown): unknown {
  return isPromise(value) ? value.then(next) : next(value);
}

function isPromise(value: unknown): value is PromiseLike<unknown> {
  return typeof (value as Partial<PromiseLike<unknown>> | null | undefined)?.then === "function";
}
