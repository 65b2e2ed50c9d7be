import type { GraphiQLProps } from "graphiql";
import { buildASTSchema, parse, type GraphQLSchema } from "graphql";

import printed from "../../schema/devices.graphql?raw";

/**
 * The graph as clients see it, from the committed schema.
 *
 * It needs no introspection, which production refuses, and has none of federation's own types and fields. The SDL is
 * valid for composers but not for graphql-js, because it does not define federation's directives.
 */
export const schema: GraphQLSchema = buildASTSchema(parse(printed), { assumeValidSDL: true });

/** Its descriptions begin with types, as those that GraphiQL makes from the schema. */
const STRING_I18N = {
  type: "object" as const,
  required: ["defaultValue"],
  additionalProperties: false,
  properties: {
    defaultValue: {
      type: "string" as const,
      minLength: 1,
      markdownDescription: "```graphql\nString!\n```\nThe text when no translation fits.",
    },
    i18nValue: {
      type: "object" as const,
      markdownDescription: "```graphql\nMap\n```\nTranslations by locale, such as `zh_CN`.",
      additionalProperties: { type: "string" as const },
    },
  },
};

/** JSON Schemas by which the variables editor completes and checks custom scalars. */
export const SCALAR_SCHEMAS: NonNullable<GraphiQLProps["customScalarSchemas"]> = {
  StringI18n: STRING_I18N,
  Map: { type: "object" },
};
