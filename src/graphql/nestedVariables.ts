import type { ApolloServerPlugin } from "@apollo/server";
import { GraphQLError } from "graphql";

import { findNestedVariableFaults } from "../scalars/nestedVariables.js";

/** Judges scalar literals that name variables before execution, which would swallow what the scalar says. */
export const nestedVariables: ApolloServerPlugin = {
  requestDidStart: () =>
    Promise.resolve({
      didResolveOperation: ({ schema, document, operation, request }) => {
        const [fault] = operation
          ? findNestedVariableFaults(schema, document, operation, request.variables ?? {})
          : [];
        if (fault) throw asClientError(fault);
        return Promise.resolve();
      },
    }),
};

/** Without a status Apollo Server would take it for a failure of ours. */
function asClientError(fault: GraphQLError): GraphQLError {
  const { message, nodes, extensions } = fault;
  return new GraphQLError(message, {
    ...(nodes && { nodes }),
    extensions: { ...extensions, http: { status: 400 } },
  });
}
