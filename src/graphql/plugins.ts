import type { ApolloServerPlugin, BaseContext } from "@apollo/server";
import { GraphQLError, type ValidationRule } from "graphql";

import type { Telemetry } from "../runtime/telemetry.js";
import { statusOfFault } from "./mediaType.js";

/** Sets the HTTP status of requests whose document or variables are at fault, so that gateways pass the errors on. */
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
 * Rethrows errors within Apollo Server or a plugin unchanged, so that the log has them under the incident ID that
 * the client gets: Apollo Server would replace them by another error.
 */
export const unmaskFailures: ApolloServerPlugin = {
  unexpectedErrorProcessingRequest: ({ error }) => Promise.reject(error),
};

/** Refuses `_service`, which would show clients the schema though introspection is off. */
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
 * Refuses variables with the name of a member of every JavaScript object: graphql-js would take that member, a function,
 * for the value of a variable without one.
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
