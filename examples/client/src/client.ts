import { readFileSync } from "node:fs";

import { ApolloClient, HttpLink, InMemoryCache } from "@apollo/client";
import { relayStylePagination } from "@apollo/client/utilities";

const { possibleTypes } = JSON.parse(
  readFileSync(new URL("../src/generated/possibleTypes.json", import.meta.url), "utf8"),
) as { possibleTypes: Record<string, string[]> };

/**
 * Returns a client whose cache understands the graph's interface and unions, and merges the pages of `devices`.
 *
 * Without `possibleTypes` the cache cannot match `... on DeviceError` and drops every field of a refusal.
 */
export function createClient(uri: string, headers: Record<string, string> = {}): ApolloClient {
  return new ApolloClient({
    link: new HttpLink({ uri, headers }),
    cache: new InMemoryCache({
      possibleTypes,
      typePolicies: {
        Query: { fields: { devices: relayStylePagination(["orgId", "filter"]) } },
      },
    }),
  });
}
