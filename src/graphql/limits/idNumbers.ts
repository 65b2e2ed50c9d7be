import {
  type FieldNode,
  getNamedType,
  getNullableType,
  GraphQLError,
  GraphQLID,
  type GraphQLSchema,
  type GraphQLType,
  isInputObjectType,
  isListType,
  Kind,
  type OperationDefinitionNode,
  typeFromAST,
  type ValidationRule,
  type ValueNode,
  visit,
} from "graphql";

import { isExact, isExactText, isIdText, NOT_AN_ID, NOT_EXACT } from "../../scalars/exactNumbers.js";
import { MAX_STATED_PROBLEMS } from "../../scalars/inspection.js";
import { isJsonObject } from "../../scalars/json.js";
import type { ValuePath } from "../../scalars/valuePath.js";
import { type JsonRoot, toRequestFault } from "../inputProblems.js";
import { entityTypes } from "./representations.js";

/** A JSON text that holds numbers which must not be IDs. */
interface NumbersText {
  readonly text: string;
  readonly root: JsonRoot;
}

/** By the variables of a request. Most have no entry: their numbers are written as JavaScript prints them. */
const texts = new WeakMap<object, NumbersText>();

/** Keeps the text of variables that hold an integer which is not written as one, such as `1.0`, `1e3` or `-0`. */
export function keepNumbersText(variables: object, text: string, root: JsonRoot): void {
  texts.set(variables, { text, root });
}

/**
 * Returns why numbers in the variables of an operation cannot be IDs, as `1.0` cannot be one in a document. A `Float` or
 * a `Map` may hold such a number, so it depends on the variable's type.
 *
 * @param entities the operation's fields that ask for entities
 * @param variables as the request has them
 */
export function findIdNumbersFault(
  schema: GraphQLSchema,
  { variableDefinitions = [] }: OperationDefinitionNode,
  entities: readonly FieldNode[],
  variables: object,
): GraphQLError | undefined {
  const kept = texts.get(variables);
  if (!kept) return undefined;
  const values = markNumbers(kept);
  const ids = idsOfEntities(schema);
  const usedAsIds = findVariablesUsedAsIds(entities, ids);
  const faulty = variableDefinitions.flatMap(({ variable, type: node }) => {
    const name = variable.name.value;
    if (usedAsIds.has(name) && values[name] === MARK) return [[name]];
    const type: GraphQLType | undefined = typeFromAST(schema, node);
    return type ? [...findMarkedIds(type, values[name], [name], ids)] : [];
  });
  const paths = faulty.slice(0, MAX_STATED_PROBLEMS);
  if (paths.length === 0) return undefined;
  const { message, problems } = toRequestFault(paths, NOT_AN_ID);
  return new GraphQLError(message, {
    extensions: { code: "BAD_USER_INPUT", problems, http: { status: 400 } },
  });
}

/** Stands for a number that must not be an ID. */
const MARK = Symbol("not written as an integer");

type Reviver = (key: string, value: unknown, context: { readonly source?: string }) => unknown;
// TypeScript 6 does not know the third parameter of a reviver yet.
const parseWithSources = JSON.parse as (text: string, reviver: Reviver) => unknown;

function markNumbers({ text, root }: NumbersText): Readonly<Record<string, unknown>> {
  const parsed = parseWithSources(text, (_, value, { source }) =>
    typeof value === "number" && source !== undefined && !isIdText(source) ? MARK : value,
  );
  const variables = root === "body" && isJsonObject(parsed) ? parsed.variables : parsed;
  return isJsonObject(variables) ? variables : {};
}

function* findMarkedIds(
  type: GraphQLType,
  value: unknown,
  path: ValuePath,
  ids: ReadonlySet<string>,
): Generator<ValuePath> {
  const named = getNamedType(type);
  const nullable = getNullableType(type);
  if (value === MARK) {
    if (named === GraphQLID) yield path;
  } else if (Array.isArray(value)) {
    if (!isListType(nullable)) return;
    const itemType: GraphQLType = nullable.ofType;
    for (const [index, item] of value.entries()) yield* findMarkedIds(itemType, item, [...path, index], ids);
  } else if (isJsonObject(value)) {
    // GraphQL takes a single value for a list of one.
    if (isInputObjectType(named)) {
      for (const field of Object.values(named.getFields()))
        yield* findMarkedIds(field.type, value[field.name], [...path, field.name], ids);
    } else if (named.name === "_Any") {
      for (const name of ids) if (value[name] === MARK) yield [...path, name];
    }
  }
}

/** Returns the variables that are IDs in representations which the document itself holds: whatever their own types are. */
function findVariablesUsedAsIds(
  entities: readonly FieldNode[],
  ids: ReadonlySet<string>,
): ReadonlySet<string> {
  const names = new Set<string>();
  for (const argument of entities.flatMap((field) => field.arguments ?? []))
    visit(argument, {
      ObjectField: ({ name, value }) => {
        if (ids.has(name.value) && value.kind === Kind.VARIABLE) names.add(value.name.value);
      },
    });
  return names;
}

/** Returns the names of the IDs that representations have: the type `_Any` says nothing of its members. */
function idsOfEntities(schema: GraphQLSchema): ReadonlySet<string> {
  const fields = entityTypes(schema).flatMap((entity) => Object.values(entity.getFields()));
  return new Set(fields.filter(({ type }) => getNamedType(type) === GraphQLID).map(({ name }) => name));
}

/** Refuses numbers as IDs that variables could not carry: what is written in either way is the same. */
export const idNumbersRule: ValidationRule = (context) => {
  const report = (node: ValueNode, message: string) => {
    context.reportError(
      new GraphQLError(`Invalid ID: ${message}.`, {
        nodes: [node],
        extensions: { code: "BAD_USER_INPUT", problems: [{ path: [], message }] },
      }),
    );
  };
  const ids = idsOfEntities(context.getSchema());
  const isOfType = (name: string) => getNamedType(context.getInputType())?.name === name;
  return {
    IntValue: (node) => {
      if (!isOfType(GraphQLID.name) || isIdText(node.value)) return;
      const isKept = isExactText(node.value) && isExact(Number(node.value));
      report(node, isKept ? NOT_AN_ID : NOT_EXACT);
    },
    ObjectValue: ({ fields }) => {
      if (!isOfType("_Any")) return;
      for (const { name, value } of fields) {
        // What JavaScript would change is refused by the type itself.
        const isNumber = value.kind === Kind.INT || value.kind === Kind.FLOAT;
        if (!isNumber || isIdText(value.value) || !isExact(Number(value.value))) continue;
        if (ids.has(name.value)) report(value, NOT_AN_ID);
      }
    },
  };
};
