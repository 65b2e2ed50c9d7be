import { setTimeout as sleep } from "node:timers/promises";

import type { ApolloClient } from "@apollo/client";

import { graphql } from "./generated/gql.js";
import type { CreateDeviceInput, CreateDevicesBulkMutation } from "./generated/graphql.js";

const CreateDevicesBulk = graphql(`
  mutation CreateDevicesBulk($inputs: [CreateDeviceInput!]!) {
    createDevices(inputs: $inputs) {
      __typename
      ... on CreateDeviceSuccess {
        device {
          id
          assetId
          deviceKey
        }
        deviceSecret
        replayed
      }
      ... on DeviceError {
        code
        message
        retryable
      }
      ... on InvalidDeviceInputError {
        problems {
          path
          message
        }
      }
      ... on EnosUnavailableError {
        retryAfterMs
      }
    }
  }
`);

type BulkResult = NonNullable<NonNullable<CreateDevicesBulkMutation["createDevices"]>[number]>;

/** Fits into a deadline of 25 s even where EnOS takes 4 s for each device: see the documentation for frontend teams. */
const CHUNK = 100;

export interface Progress {
  readonly done: number;
  readonly total: number;
}

/** A service that asks for a longer wait is asked again by the next call. Milliseconds. */
const MAX_WAIT_MS = 60_000;

/**
 * Creates many devices in chunks, and sends again what may still succeed.
 *
 * Every input needs an idempotency key: then nothing is created twice, whatever is sent again, here or by another call.
 *
 * @returns one result per input, in their order; undefined where no answer came.
 * @throws the last error when no answer came at all.
 */
export async function createMany(
  client: ApolloClient,
  inputs: readonly (CreateDeviceInput & { idempotencyKey: string })[],
  onProgress: (progress: Progress) => void,
  rounds = 3,
): Promise<(BulkResult | undefined)[]> {
  const results: (BulkResult | undefined)[] = inputs.map(() => undefined);
  let open = inputs.map((_, index) => index);
  let failure: unknown;
  for (let round = 1; open.length > 0 && round <= rounds; round += 1) {
    for (let start = 0; start < open.length; start += CHUNK) {
      const chunk = open.slice(start, start + CHUNK);
      const { data, error } = await client.mutate({
        mutation: CreateDevicesBulk,
        variables: { inputs: chunk.flatMap((index) => inputs[index] ?? []) },
        fetchPolicy: "no-cache",
        // By default Apollo Client throws all secrets of a chunk away when one of its results fails.
        errorPolicy: "all",
      });
      failure = error ?? failure;
      data?.createDevices?.forEach((result, place) => {
        const index = chunk[place];
        if (index !== undefined) results[index] = result ?? undefined;
      });
      onProgress({
        done: results.filter((result) => result && !mayRetry(result)).length,
        total: inputs.length,
      });
    }
    open = open.filter((index) => {
      const result = results[index];
      return !result || mayRetry(result);
    });
    const waitMs = longestWait(open.map((index) => results[index]));
    if (waitMs > MAX_WAIT_MS) break;
    if (open.length > 0 && round < rounds) await sleep(waitMs);
  }
  if (failure !== undefined && !results.some((result) => result)) throw failure;
  return results;
}

function mayRetry(result: BulkResult): boolean {
  return result.__typename !== "CreateDeviceSuccess" && result.retryable;
}

function longestWait(results: readonly (BulkResult | undefined)[]): number {
  return Math.max(
    500,
    ...results.map((result) =>
      result?.__typename === "EnosUnavailableError" ? (result.retryAfterMs ?? 0) : 0,
    ),
  );
}
