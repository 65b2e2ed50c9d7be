import type { Telemetry } from "../runtime/telemetry.js";
import {
  type GraphQLField,
  type GraphQLSchema,
  defaultFieldResolver,
  getNamedType,
  isAbstractType,
} from "graphql";

/** Reports every result of the schema's root fields to the telemetry. */
export function observeRootFields(schema: GraphQLSchema, telemetry: Pick<Telemetry, "fieldAnswered">): void {
  for (const field of observedFields(schema)) {
    const { name, resolve = defaultFieldResolver } = field;
    field.resolve = async (source, args: Record<string, unknown>, context, info) => {
      const note = (value: unknown, failed: boolean, index?: number) => {
        telemetry.fieldAnswered({ field: name, args, index, value, failed, context });
      };
      let value: unknown;
      try {
        value = await resolve(source, args, context, info);
      } catch (error) {
        note(undefined, true);
        throw error;
      }
      // Entries may be promises, which the executor awaits as well.
      if (Array.isArray(value))
        value.forEach((entry: unknown, index) => {
          void Promise.resolve(entry).then(
            (result) => {
              note(result, false, index);
            },
            () => {
              note(undefined, true, index);
            },
          );
        });
      else note(value, false);
      return value;
    };
  }
}

/** Returns the types that every root field of the schema may answer with, by the field's name. */
export function rootFieldTypes(schema: GraphQLSchema): Map<string, readonly string[]> {
  return new Map(
    observedFields(schema).map((field) => {
      const type = getNamedType(field.type);
      const types = isAbstractType(type) ? schema.getPossibleTypes(type) : [type];
      return [field.name, types.map(({ name }) => name)];
    }),
  );
}

/** Returns the root fields to observe: all but `_service`. Routers read devices by `_entities`. */
function observedFields(schema: GraphQLSchema): GraphQLField<unknown, unknown>[] {
  return rootFields(schema).filter(({ name }) => name !== "_service");
}

/** Returns every field of the schema's root types. */
export function rootFields(schema: GraphQLSchema): GraphQLField<unknown, unknown>[] {
  const roots = [schema.getQueryType(), schema.getMutationType()];
  return roots.flatMap((root) => Object.values(root?.getFields() ?? {}));
}
