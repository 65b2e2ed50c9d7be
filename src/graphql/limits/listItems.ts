import {
  defaultFieldResolver,
  getNamedType,
  getNullableType,
  GraphQLID,
  type GraphQLOutputType,
  type GraphQLSchema,
  isListType,
  isObjectType,
} from "graphql";

/** Approximate size of a list's item in an answer. Bytes. */
const ITEM_BYTES = 100;

/** Number of items that lists may still have, by the context of their operation. */
const remaining = new WeakMap<object, number>();

/**
 * Limits the items of all lists of values in one operation, such as `problems`, to the number that an answer of
 * `maxBytes` can hold. With aliases, a small request could otherwise ask for more items than fit into memory.
 */
export function boundLists(schema: GraphQLSchema, maxBytes: number): void {
  const types = Object.values(schema.getTypeMap()).filter(isObjectType);
  const fields = types.flatMap((type) => (type.name.startsWith("__") ? [] : Object.values(type.getFields())));
  for (const field of fields.filter(({ type }) => isListOfValues(type))) {
    const { resolve = defaultFieldResolver } = field;
    field.resolve = (source, args, context: object, info) => {
      const value: unknown = resolve(source, args, context, info);
      const take = (items: unknown) => (Array.isArray(items) ? takeItems(items, context, maxBytes) : items);
      return value instanceof Promise ? value.then(take) : take(value);
    };
  }
}

function takeItems(items: readonly unknown[], context: object, maxBytes: number): readonly unknown[] {
  const left = (remaining.get(context) ?? Math.ceil(maxBytes / ITEM_BYTES)) - items.length;
  remaining.set(context, left);
  return left >= 0 ? items : [];
}

/** Whether a list of an operation is empty because there were too many items in all. */
export function hasLostItems(context: object): boolean {
  return (remaining.get(context) ?? 0) < 0;
}

/** Whether a type is a list of objects that have no ID of their own. */
export function isListOfValues(type: GraphQLOutputType): boolean {
  const item = getNamedType(type);
  if (!isListType(getNullableType(type)) || !isObjectType(item)) return false;
  return Object.values(item.getFields()).every((field) => getNamedType(field.type) !== GraphQLID);
}
