import type { GraphQLLeafType, GraphQLResolveInfo } from "graphql";

import { NotPlanned } from "./notPlanned.js";

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
    if (value == null || value instanceof Error || isPromise(value)) throw new NotPlanned(value);
    return complete(value, at);
  };
}

/** A leaf is what its type serializes it to. */
export function leafCompletion(type: GraphQLLeafType): Completion {
  return (value) => {
    const serialized: unknown = type.serialize(value);
    if (serialized == null) throw new NotPlanned();
    return serialized;
  };
}

/** A list is what its entries are. */
export function listCompletion(complete: Completion): Completion {
  return (value, at) => {
    if (!Array.isArray(value)) throw new NotPlanned();
    return value.map((item, key) =>
      complete(item, { ...at, path: { prev: at.path, key, typename: undefined } }),
    );
  };
}

function isPromise(value: unknown): boolean {
  return typeof (value as Partial<PromiseLike<unknown>>).then === "function";
}
