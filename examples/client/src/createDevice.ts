import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";

import type { ApolloClient } from "@apollo/client";

import { graphql } from "./generated/gql.js";
import type { CreateDeviceFormMutation, CreateDeviceInput } from "./generated/graphql.js";

const CreateDeviceForm = graphql(`
  mutation CreateDeviceForm($input: CreateDeviceInput!) {
    createDevice(input: $input) {
      __typename
      ... on CreateDeviceSuccess {
        device {
          id
          orgId
          assetId
          productKey
          deviceKey
          displayName
          status
        }
        deviceSecret
        deviceSecretStatus
        replayed
      }
      ... on DeviceError {
        code
        message
        retryable
        requestId
      }
      ... on InvalidDeviceInputError {
        problems {
          path
          code
          message
        }
      }
      ... on DeviceKeyTakenError {
        deviceKey
        holder {
          id
          displayName
        }
      }
      ... on IdempotencyConflictError {
        holder {
          id
          assetId
          displayName
        }
        differences {
          path
          message
        }
      }
      ... on EnosUnavailableError {
        retryAfterMs
      }
      ... on DeviceUnconfirmedError {
        deviceKey
      }
    }
  }
`);

export type CreateDeviceResult = NonNullable<CreateDeviceFormMutation["createDevice"]>;

/** What a form collects; the idempotency key belongs to its submission, not to the person's input. */
export type DeviceForm = Omit<CreateDeviceInput, "idempotencyKey">;

/** The longest wait that a person at a form is not asked about. Milliseconds. */
const MAX_WAIT_MS = 10_000;

/**
 * One submission of a form.
 *
 * It keeps its idempotency key however often it is sent, so that a lost answer never creates a second device. Changed
 * input is another submission: make a new one.
 */
export class Submission {
  readonly #input: CreateDeviceInput;

  /** @param idempotencyKey must not be guessable: whoever knows it and the input can get the device's secret. */
  constructor(form: DeviceForm, idempotencyKey: string = randomUUID()) {
    this.#input = { ...form, idempotencyKey };
  }

  /**
   * Sends the submission, and sends it again while the answer says that this may help; at most `attempts` times.
   *
   * A refusal that asks for a long wait is returned at once, so that the person can decide. The submission can be sent
   * again at any time, also after an error.
   */
  async send(client: ApolloClient, attempts = 4): Promise<CreateDeviceResult> {
    for (let attempt = 1; ; attempt += 1) {
      const { data, error } = await client.mutate({
        mutation: CreateDeviceForm,
        variables: { input: this.#input },
        // A secret has no place in a cache; Apollo Client writes every mutation's answer there by default.
        fetchPolicy: "no-cache",
        // By default Apollo Client throws the secret away when another field fails, such as the status.
        errorPolicy: "all",
      });
      const result = data?.createDevice;
      if (!result) throw error ?? new Error("createDevice returned null");
      if (result.__typename === "CreateDeviceSuccess" || !result.retryable || attempt === attempts)
        return result;
      const waitMs = result.__typename === "EnosUnavailableError" ? (result.retryAfterMs ?? 1_000) : 1_000;
      if (waitMs > MAX_WAIT_MS) return result;
      await sleep(waitMs);
    }
  }
}

/** What a form shows: messages beside its fields by their path (`deviceTags.floor`), and one for the whole form. */
export interface FormErrors {
  readonly fields: Readonly<Record<string, string>>;
  readonly form: string | undefined;
}

/** Returns what to show for a refusal. */
export function toFormErrors(
  refusal: Exclude<CreateDeviceResult, { __typename: "CreateDeviceSuccess" }>,
): FormErrors {
  switch (refusal.__typename) {
    case "InvalidDeviceInputError": {
      const placed = refusal.problems.filter(({ path }) => path.length > 0);
      const unplaced = refusal.problems.filter(({ path }) => path.length === 0);
      return {
        fields: Object.fromEntries(placed.map(({ path, message }) => [path.join("."), message])),
        form: unplaced.length > 0 ? unplaced.map(({ message }) => message).join(" ") : undefined,
      };
    }
    case "DeviceKeyTakenError":
      return {
        fields: { deviceKey: `Taken by “${refusal.holder?.displayName ?? "another device"}”.` },
        form: undefined,
      };
    case "IdempotencyConflictError":
      // A first submission created the device, or another one has the deviceKey: show it instead of creating another.
      return { fields: {}, form: `There is already: ${refusal.holder?.displayName ?? refusal.message}` };
    default:
      return { fields: {}, form: refusal.message };
  }
}
