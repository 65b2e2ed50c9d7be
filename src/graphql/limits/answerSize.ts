import type { ApolloServerPlugin } from "@apollo/server";
import {
  type ConstDirectiveNode,
  type DocumentNode,
  type FieldNode,
  type FormattedExecutionResult,
  getNamedType,
  type GraphQLField,
  type GraphQLSchema,
  isInterfaceType,
  isNonNullType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  type SelectionSetNode,
} from "graphql";

import { ownTurn } from "../../runtime/ownTurn.js";
import { MAX_OUTPUT_DEPTH } from "../../scalars/json.js";
import { shorten } from "../../scalars/valuePath.js";
import { fragmentsOf } from "../fragments.js";
import { hasLostItems, isListOfValues } from "./listItems.js";

/** The operation that an answer belongs to, and how long the answer may be. */
export interface AnswerOptions {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  /** Largest JSON that is sent. Bytes. */
  readonly maxBytes: number;
  /** The context that the operation was executed with. */
  readonly context: object;
}

type Data = Record<string, unknown>;

/**
 * Returns an answer of at most `maxBytes`: the answer itself, or a reduced one. An answer
 * that takes long to write is returned in its own turn of the event loop.
 *
 * Optional texts and maps become null first. If that is not enough, a query gives `data: null`, and the answer to a
 * mutation, whose effect stands, loses lists such as `problems`, and the ends of long texts: identities, secrets and type
 * names always stay.
 */
export function boundAnswer(
  answer: FormattedExecutionResult,
  options: AnswerOptions,
): FormattedExecutionResult | Promise<FormattedExecutionResult> {
  const { maxBytes, context } = options;
  const size = measure(answer, maxBytes);
  const isWhole = size.units <= maxBytes && !size.isDeep && !hasLostItems(context);
  if (size.units >= LARGE_BYTES) return ownTurn().then(() => (isWhole ? answer : cut(answer, size, options)));
  return isWhole ? answer : cut(answer, size, options);
}

/** Writing a larger answer blocks the event loop for tens of milliseconds. */
const LARGE_BYTES = 1_048_576;

function cut(answer: FormattedExecutionResult, size: Size, options: AnswerOptions): FormattedExecutionResult {
  const { maxBytes, operation } = options;
  const shape = shapeOf(options);
  const { data } = answer;
  const bounded = {
    errors: [...(answer.errors ?? []).slice(0, MAX_ERRORS), tooLarge(options)],
    data: data ?? null,
  };
  reduce(data, shape, size.units > maxBytes ? dropOptional : dropDeep);
  if (measure(bounded, maxBytes).units <= maxBytes) return bounded;
  if (operation.operation === OperationTypeNode.QUERY) return { ...bounded, data: null };
  reduce(data, shape, emptyLists);
  if (measure(bounded, maxBytes).units > maxBytes) reduce(data, shape, shortenTexts);
  return bounded;
}

/** Errors that an answer keeps when it is too large: each field may have one. */
const MAX_ERRORS = 100;

/** Returns the plugin that makes Apollo Server send answers of at most `maxBytes`. */
export function boundAnswers(options: Pick<AnswerOptions, "schema" | "maxBytes">): ApolloServerPlugin {
  return {
    requestDidStart: () =>
      Promise.resolve({
        willSendResponse: async ({ response: { body }, document, operation, contextValue: context }) => {
          if (body.kind !== "single" || !document || !operation) return;
          body.singleResult = await boundAnswer(body.singleResult, {
            ...options,
            document,
            operation,
            context,
          });
        },
      }),
  };
}

function tooLarge({ maxBytes, operation }: AnswerOptions) {
  const isQuery = operation.operation === OperationTypeNode.QUERY;
  const advice = isQuery
    ? "Select less, or split the request."
    : "What was changed stays changed: read the rest in smaller requests.";
  return {
    message: `The answer is larger than ${maxBytes} bytes, or too deep. Some of its fields are null, empty or cut off. ${advice}`,
    extensions: { code: "ANSWER_TOO_LARGE", max: maxBytes },
  };
}

/** Bytes that one UTF-16 unit takes at most: as an escape such as \u0085. */
const MAX_UNIT_BYTES = 6;

interface Size {
  /** Bytes of the JSON text, or fewer when the answer is certain to be small enough. */
  readonly units: number;
  readonly isDeep: boolean;
}

/** Returns how long a value is as JSON; the search ends beyond `max`. */
function measure(value: unknown, max: number): Size {
  const inUnits = new Measurement(max, false).of(value);
  // Only a large answer needs an exact count.
  return inUnits.units * MAX_UNIT_BYTES > max && inUnits.units <= max
    ? new Measurement(max, true).of(value)
    : inUnits;
}

class Measurement {
  #units = 0;
  #isDeep = false;

  constructor(
    private readonly max: number,
    private readonly inBytes: boolean,
  ) {}

  of(value: unknown): Size {
    this.#add(value, 0);
    return { units: this.#units, isDeep: this.#isDeep };
  }

  #add(value: unknown, depth: number): void {
    if (typeof value === "string") this.#units += this.#lengthOf(value);
    else if (typeof value !== "object" || value === null) this.#units += 5;
    else if (depth > MAX_OUTPUT_DEPTH) this.#isDeep = true;
    else if (JSON.isRawJSON(value)) this.#units += value.rawJSON.length;
    else if (Array.isArray(value)) this.#addItems(value, depth + 1);
    else this.#addMembers(value as Data, depth + 1);
  }

  #addItems(items: readonly unknown[], depth: number): void {
    for (const item of items) {
      if (this.#units > this.max) return;
      this.#units += 1;
      this.#add(item, depth);
    }
    this.#units += 2;
  }

  #addMembers(members: Data, depth: number): void {
    for (const key in members) {
      if (this.#units > this.max) return;
      const value = members[key];
      this.#units += 2 + this.#lengthOf(key);
      // An answer may repeat a client's text, and UTF-8 cannot encode lone surrogates.
      if (typeof value === "string" && !value.isWellFormed()) members[key] = value.toWellFormed();
      this.#add(value, depth);
    }
    this.#units += 2;
  }

  #lengthOf(text: string): number {
    return this.inBytes ? Buffer.byteLength(JSON.stringify(text)) : text.length + 2;
  }
}

/** How a field may be reduced when the answer is too large. */
interface FieldShape {
  /** A text or map that may be null, and no secret. */
  readonly isOptional: boolean;
  readonly isSecret: boolean;
  /** A list of objects without identity. */
  readonly isList: boolean;
  readonly members: Shape;
}

/** The fields that a selection set asks for, by response key, of whatever type their object is. */
type Shape = Map<string, FieldShape>;

/** Returns the value that replaces a field's value. */
type GiveWay = (value: unknown, field: FieldShape) => unknown;

const dropOptional: GiveWay = (value, { isOptional }) => (isOptional ? null : value);
const dropDeep: GiveWay = (value, { isOptional }) =>
  isOptional && measure(value, Infinity).isDeep ? null : value;
const emptyLists: GiveWay = (value, { isList }) => (isList && Array.isArray(value) ? [] : value);
const shortenTexts: GiveWay = (value, { isSecret }) =>
  typeof value === "string" && !isSecret ? shorten(value, MAX_TEXT) : value;

/** Longer than any identity of EnOS. A refusal repeats what a client sent, and aliases multiply that. Characters. */
const MAX_TEXT = 512;

function reduce(value: unknown, shape: Shape, giveWay: GiveWay): void {
  if (Array.isArray(value)) {
    for (const item of value) reduce(item, shape, giveWay);
  } else if (typeof value === "object" && value !== null) {
    const members = value as Data;
    for (const [key, field] of shape) {
      if (!Object.hasOwn(members, key)) continue;
      members[key] = giveWay(members[key], field);
      reduce(members[key], field.members, giveWay);
    }
  }
}

/**
 * Returns how the fields of an answer may be reduced. Fragments of all types count together, because a key has one shape.
 *
 * A fragment is added to a shape once: fragments that name a field again and again, within one another, would otherwise
 * take time without bound.
 */
function shapeOf({ schema, document, operation }: AnswerOptions): Shape {
  const fragments = fragmentsOf(document);
  const spreads = new Map<Shape, Set<string>>();
  const add = (set: SelectionSetNode, typeName: string, shape: Shape): Shape => {
    for (const node of set.selections) {
      if (node.kind === Kind.FIELD) addField(node, typeName, shape);
      else if (node.kind === Kind.INLINE_FRAGMENT)
        add(node.selectionSet, node.typeCondition?.name.value ?? typeName, shape);
      else addFragment(node.name.value, shape);
    }
    return shape;
  };
  const addFragment = (name: string, shape: Shape): void => {
    const spread = spreads.get(shape) ?? new Set<string>();
    const fragment = spread.has(name) ? undefined : fragments[name];
    spreads.set(shape, spread.add(name));
    if (fragment) add(fragment.selectionSet, fragment.typeCondition.name.value, shape);
  };
  const addField = (node: FieldNode, typeName: string, shape: Shape): void => {
    const parent = schema.getType(typeName);
    const isParent = isObjectType(parent) || isInterfaceType(parent);
    const field = isParent ? parent.getFields()[node.name.value] : undefined;
    if (!field) return;
    const key = (node.alias ?? node.name).value;
    const members: Shape = shape.get(key)?.members ?? new Map<string, FieldShape>();
    if (node.selectionSet) add(node.selectionSet, getNamedType(field.type).name, members);
    const isList = isListOfValues(field.type);
    shape.set(key, { isOptional: isOptional(field), isSecret: isSecret(field), isList, members });
  };
  const root = schema.getRootType(operation.operation);
  return root
    ? add(operation.selectionSet, root.name, new Map<string, FieldShape>())
    : new Map<string, FieldShape>();
}

const OPTIONAL_TYPES: ReadonlySet<string> = new Set(["Map", "StringI18n", "String"]);

type Field = GraphQLField<unknown, unknown>;

function isOptional(field: Field): boolean {
  const { type } = field;
  return !isNonNullType(type) && OPTIONAL_TYPES.has(getNamedType(type).name) && !isSecret(field);
}

function isSecret({ astNode }: Field): boolean {
  const isTag = ({ name, arguments: [argument] = [] }: ConstDirectiveNode) =>
    name.value === "tag" && argument?.value.kind === Kind.STRING && argument.value.value === "secret";
  return astNode?.directives?.some(isTag) === true;
}
