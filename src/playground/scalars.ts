import type { GraphiQLProps } from "graphiql";

/** JSON Schemas by which the variables editor completes and checks the scalars while somebody types. */
export const SCALARS: NonNullable<GraphiQLProps["customScalarSchemas"]> = {
  StringI18n: {
    type: "object",
    required: ["defaultValue"],
    additionalProperties: false,
    properties: {
      defaultValue: { type: "string", minLength: 1, description: "The text where no translation fits." },
      i18nValue: {
        type: "object",
        description: "Translations by locale, such as zh_CN.",
        additionalProperties: { type: "string" },
      },
    },
  },
  Map: { type: "object" },
};
