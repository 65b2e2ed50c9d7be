import { GraphQLError, type ValidationRule } from "graphql";

/** Refuses `_service`, which would tell a client the schema that introspection does not tell it either. */
export const noServiceSdlRule: ValidationRule = (context) => ({
  Field: (node) => {
    if (node.name.value !== "_service") return;
    const message =
      "The field _service is for the router, known by its secret; take the schema from its file.";
    context.reportError(new GraphQLError(message, { nodes: [node] }));
  },
});
