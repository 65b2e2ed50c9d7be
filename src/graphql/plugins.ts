import type { ApolloServerPlugin, BaseContext } from "@apollo/server";
import { GraphQLError, type ValidationRule } from "graphql";

import type { Telemetry } from "../runtime/telemetry.js";
import { statusOfFault } from "./mediaType.js";

/** Answers requests whose document or variables are at fault so that gateways pass the errors on. */
export const httpStatus: ApolloServerPlugin = {
  requestDidStart: () =>
    Promise.resolve({
      willSendResponse: ({ request, response, source }) => {
        // Without a document it is no GraphQL request, and no gateway sent it.
        if (response.http.status === 400 && (source as string | undefined) !== undefined)
          response.http.status = statusOfFault(request.http?.headers.get("accept"));
        return Promise.resolve();
      },
    }),
};

/**
 * Makes what goes wrong within Apollo Server or a plugin fail the request as itself, so that the log has its
 * story under the incident that the client is told: Apollo Server would put an error without one in its place.
 */
export const unmaskFailures: ApolloServerPlugin = {
  unexpectedErrorProcessingRequest: ({ error }) => Promise.reject(error),
};

/** Refuses `_service`, which would tell a client the schema that introspection does not tell it either. */
export const noServiceSdlRule: ValidationRule = (context) => ({
  Field: (node) => {
    if (node.name.value !== "_service") return;
    const message =
      "The field _service is for the router, known by its secret; take the schema from its file.";
    context.reportError(new GraphQLError(message, { nodes: [node] }));
  },
});

/** Reports every operation that Apollo Server answers. */
export function observeOperations<Context extends BaseContext>(
  telemetry: Pick<Telemetry, "operationAnswered">,
): ApolloServerPlugin<Context> {
  return {
    requestDidStart: () =>
      Promise.resolve({
        willSendResponse: ({ contextValue: context, document, operation, response: { body } }) => {
          const errors = body.kind === "single" ? (body.singleResult.errors ?? []) : [];
          telemetry.operationAnswered({ context, document, operation, errors });
          return Promise.resolve();
        },
      }),
  };
}

/**
 * Refuses variables whose names every JavaScript object has: graphql-js would find a function where such a variable has
 * no value.
 */
export const noPrototypeNamesRule: ValidationRule = (context) => ({
  VariableDefinition: ({ variable }) => {
    const name = variable.name.value;
    if (!(name in Object.prototype)) return;
    const message = `The variable "$${name}" cannot be used under this name (rename it).`;
    context.reportError(
      new GraphQLError(message, {
        nodes: [variable],
        extensions: {
          code: "BAD_USER_INPUT",
          problems: [{ variable: name, path: [], message: "rename it" }],
        },
      }),
    );
  },
});
