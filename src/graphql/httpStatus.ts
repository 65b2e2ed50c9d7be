import type { ApolloServerPlugin } from "@apollo/server";

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
