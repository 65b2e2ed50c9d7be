import type { FetcherParams } from "@graphiql/toolkit";
import { Kind, parse } from "graphql";

/** The guard did not let the question in. */
export class NotAdmitted extends Error {
  override readonly name = "NotAdmitted";
}

/**
 * Gives the answer of `/graphql`, whatever it says.
 *
 * @throws NotAdmitted when the guard turns the question away; Error when no answer of GraphQL came.
 */
export async function ask(
  { query, variables, operationName }: FetcherParams,
  headers: Readonly<Record<string, string>>,
): Promise<object> {
  const response = await fetch("/graphql", {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify({
      query,
      variables: variables as unknown,
      operationName: onlyOperation(query) ?? operationName,
    }),
  }).catch((error: unknown) => {
    throw new Error("The subgraph cannot be reached. Is it still running?", { cause: error });
  });
  if (response.status === 401) throw new NotAdmitted("The token was not accepted.");
  const text = await response.text();
  try {
    return JSON.parse(text) as object;
  } catch {
    throw new Error(`HTTP status ${response.status}, and no GraphQL: ${text.slice(0, 200)}`);
  }
}

/** Right after a change of tabs GraphiQL still names the operation of the tab before; where one alone is to be had, it is meant. */
function onlyOperation(query: string): string | undefined {
  try {
    const [only, ...others] = parse(query).definitions.filter(
      ({ kind }) => kind === Kind.OPERATION_DEFINITION,
    );
    return others.length === 0 && only?.kind === Kind.OPERATION_DEFINITION ? only.name?.value : undefined;
  } catch {
    // The server says what is wrong with it.
    return undefined;
  }
}
