import type { ApolloServerPlugin } from "@apollo/server";

/**
 * Makes what goes wrong within Apollo Server or a plugin fail the request as itself, so that the log has its
 * story under the incident that the client is told: Apollo Server would put an error without one in its place.
 */
export const unmaskFailures: ApolloServerPlugin = {
  unexpectedErrorProcessingRequest: ({ error }) => Promise.reject(error),
};
