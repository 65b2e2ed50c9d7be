import type { ApolloServerPlugin } from "@apollo/server";

/**
 * Answers requests whose document or variables are at fault with HTTP 200 when the client reads
 * `application/json`: gateways take a subgraph's 400 for a broken transport and drop the errors in it.
 *
 * @see GraphQL over HTTP, "application/json"
 */
export const httpStatus: ApolloServerPlugin = {
  requestDidStart: () =>
    Promise.resolve({
      willSendResponse: ({ request, response }) => {
        const accept = request.http?.headers.get("accept") ?? "";
        if (response.http.status === 400 && !accept.includes("application/graphql-response+json"))
          response.http.status = 200;
        return Promise.resolve();
      },
    }),
};
