import type { GraphQLScalarType } from "graphql";
import {
  GraphQLInputObjectType,
  GraphQLInt,
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLSchema,
  graphql,
} from "graphql";
import { MapScalar } from "../../src/scalars/map.js";
import { StringI18nScalar } from "../../src/scalars/stringI18n.js";

const echo = (scalar: GraphQLScalarType) => ({
  type: scalar,
  args: { value: { type: scalar } },
  resolve: (_: unknown, args: { value?: unknown }) => args.value,
});

const DeviceInput = new GraphQLInputObjectType({
  name: "DeviceInput",
  fields: {
    deviceName: { type: new GraphQLNonNull(StringI18nScalar) },
    deviceTags: { type: new GraphQLList(MapScalar) },
  },
});

/** A schema whose fields answer what they are given. */
export const schema = new GraphQLSchema({
  types: [GraphQLInt],
  query: new GraphQLObjectType({
    name: "Query",
    fields: {
      map: echo(MapScalar),
      text: echo(StringI18nScalar),
      device: {
        type: MapScalar,
        args: { input: { type: DeviceInput } },
        resolve: (_: unknown, args: { input?: object }) => ({ ...args.input }),
      },
      stored: { type: StringI18nScalar, resolve: (root: unknown) => root },
      storedMap: { type: MapScalar, resolve: (root: unknown) => root },
    },
  }),
});

/** Returns the answer for a client: data as JSON text, messages, and the problems of the first error. */
export async function ask(source: string, variableValues: Record<string, unknown> = {}, rootValue?: unknown) {
  const { data, errors = [] } = await graphql({ schema, source, variableValues, rootValue });
  return {
    data: JSON.stringify(data),
    messages: errors.map((error) => error.message),
    problems: errors[0]?.extensions.problems,
    code: errors[0]?.extensions.code,
  };
}

/** Sends JSON text as the one variable of `field`, as an HTTP body would. */
export function askByVariable(field: "map" | "text", json: string) {
  const type = field === "map" ? "Map" : "StringI18n";
  return ask(`query ($value: ${type}) { ${field}(value: $value) }`, {
    value: JSON.parse(json) as unknown,
  });
}

/** Prints a JSON value as a GraphQL literal; its keys have to be GraphQL names. */
export function printLiteral(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(printLiteral).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  return `{${Object.entries(value)
    .map(([key, member]) => `${key}: ${printLiteral(member)}`)
    .join(", ")}}`;
}
