import type { Pace, QueuedRow, Retry } from "./batches.js";
import { ServiceError } from "./errors.js";
import { type GraphqlClient, throwDenial } from "./graphqlClient.js";
import { ImportCheckDocument } from "./operations.js";
import { type RefusedRow, sendWithoutFaulty } from "./refusedBatch.js";
import { toFaults } from "./rowToInput.js";

/** The result of checking the rows of one batch. */
export interface CheckOutcome {
  readonly refused: readonly RefusedRow[];
  /** How many rows have no fault, and for how many of these the device exists already. */
  readonly clean: number;
  readonly existing: number;
  readonly retries: readonly Retry[];
}

/**
 * Checks a batch of rows and creates nothing.
 *
 * @throws AccessDeniedError when the caller may not create devices.
 * @throws ServiceError when the service gives no answer.
 */
export async function checkRows(
  client: GraphqlClient,
  batch: readonly QueuedRow[],
  pace: Pace,
): Promise<CheckOutcome> {
  const inputs = batch.map(({ row }) => row.input);
  const { data, errors } = await client.send(ImportCheckDocument, { inputs }, (ms) => {
    pace.slowDown(ms);
  });
  const checks = data?.checkDevices;
  if (checks) {
    const refused = batch.flatMap(({ row }, index): RefusedRow[] => {
      const faults = toFaults(checks[index]?.problems ?? []);
      return faults.length > 0 ? [{ row, faults, keepKey: false }] : [];
    });
    const existing = checks.filter((check) => check.existing !== null && check.problems.length === 0).length;
    return { refused, clean: batch.length - refused.length, existing, retries: [] };
  }
  const [error] = errors;
  if (error) throwDenial(error);
  if (error?.code !== "BAD_USER_INPUT")
    throw new ServiceError(error?.message ?? "The service gave no result.");
  const separated = await sendWithoutFaulty(batch, error, (part) => checkRows(client, part, pace));
  return {
    refused: [...separated.refused, ...separated.outcomes.flatMap(({ refused }) => refused)],
    clean: sum(separated.outcomes.map(({ clean }) => clean)),
    existing: sum(separated.outcomes.map(({ existing }) => existing)),
    retries: [...separated.unsent, ...separated.outcomes.flatMap(({ retries }) => retries)],
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
