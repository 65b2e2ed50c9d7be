import { MAX_ATTEMPTS, type Pace, type QueuedRow, type Retry } from "./batches.js";
import { ServiceError } from "./errors.js";
import type { ImportedDevice } from "./files.js";
import { type GraphqlAnswer, type GraphqlClient, type GraphqlFault, throwDenial } from "./graphqlClient.js";
import { ImportDevicesDocument, type ImportDevicesMutation } from "./operations.js";
import type { PlannedRow } from "./plan.js";
import { type RefusedRow, sendWithoutFaulty } from "./refusedBatch.js";
import { type Fault, toFaults } from "./rowToInput.js";

type Result = NonNullable<NonNullable<ImportDevicesMutation["createDevices"]>[number]>;
type Success = Extract<Result, { __typename: "CreateDeviceSuccess" }>;

/** The outcome of the rows of one batch. */
export interface BatchOutcome {
  readonly created: readonly ImportedDevice[];
  readonly refused: readonly RefusedRow[];
  readonly retries: readonly Retry[];
}

/**
 * Creates the devices of a batch of rows.
 *
 * @throws AccessDeniedError when the caller may not create devices.
 * @throws ServiceError when the service gives no answer.
 */
export async function createRows(
  client: GraphqlClient,
  batch: readonly QueuedRow[],
  pace: Pace,
): Promise<BatchOutcome> {
  const inputs = batch.map(({ row }) => row.input);
  const answer = await client.send(ImportDevicesDocument, { inputs }, (ms) => {
    pace.slowDown(ms);
  });
  const whole = answer.errors.find(({ path }) => path.length <= 1);
  if (!answer.data?.createDevices && whole) {
    throwDenial(whole);
    // No row is at fault, and none of the others would fare better.
    if (whole.code !== "BAD_USER_INPUT") throw new ServiceError(whole.message);
    const { refused, outcomes, unsent } = await sendWithoutFaulty(batch, whole, (part) =>
      createRows(client, part, pace),
    );
    return merge([{ ...NOTHING, refused, retries: unsent }, ...outcomes]);
  }
  const outcomes = batch.map((queued, index) => settle(queued, index, answer));
  const waits = outcomes.flatMap(({ retries }) => retries.map(({ retryAfterMs }) => retryAfterMs ?? 0));
  if (waits.length > 0) pace.slowDown(Math.max(...waits));
  return merge(outcomes);
}

function merge(outcomes: readonly BatchOutcome[]): BatchOutcome {
  return {
    created: outcomes.flatMap(({ created }) => created),
    refused: outcomes.flatMap(({ refused }) => refused),
    retries: outcomes.flatMap(({ retries }) => retries),
  };
}

function settle(
  queued: QueuedRow,
  index: number,
  { data, errors }: GraphqlAnswer<ImportDevicesMutation>,
): BatchOutcome {
  const result = data?.createDevices?.[index];
  if (!result) return settleMissing(queued, findError(errors, index));
  if (result.__typename === "CreateDeviceSuccess") {
    const again = result.deviceSecretStatus === "UNAVAILABLE" && queued.attempts + 1 < MAX_ATTEMPTS;
    return again ? retry(queued) : { ...NOTHING, created: [toDevice(queued.row, result)] };
  }
  if (result.retryable && queued.attempts + 1 < MAX_ATTEMPTS)
    return retry(queued, result.__typename === "EnosUnavailableError" ? result.retryAfterMs : undefined);
  const keepKey = result.retryable || result.__typename === "DeviceUnconfirmedError";
  return { ...NOTHING, refused: [{ row: queued.row, faults: faultsOfRefusal(queued.row, result), keepKey }] };
}

const NOTHING: BatchOutcome = { created: [], refused: [], retries: [] };

/** Returns the error about one result, or else an error about all of them. */
function findError(errors: readonly GraphqlFault[], index: number): GraphqlFault | undefined {
  return errors.find(({ path }) => path[1] === index) ?? errors.find(({ path }) => path.length < 2);
}

/** Returns the outcome of a row without a result. Its device may have been created, so the row keeps its key. */
function settleMissing(queued: QueuedRow, error: GraphqlFault | undefined): BatchOutcome {
  const message = error?.message ?? "The service gave no result.";
  if (error) throwDenial(error);
  if (queued.attempts + 1 < MAX_ATTEMPTS) return retry(queued, error?.retryAfterMs);
  return { ...NOTHING, refused: [{ row: queued.row, faults: [{ column: "", message }], keepKey: true }] };
}

function retry({ row, attempts }: QueuedRow, retryAfterMs?: number | null): BatchOutcome {
  return { ...NOTHING, retries: [{ row, attempts: attempts + 1, retryAfterMs: retryAfterMs ?? undefined }] };
}

function faultsOfRefusal({ input }: PlannedRow, result: Exclude<Result, Success>): Fault[] {
  const whole = [{ column: "", message: result.message }];
  switch (result.__typename) {
    case "InvalidDeviceInputError":
      return result.problems.length > 0 ? toFaults(result.problems) : whole;
    case "IdempotencyConflictError": {
      // The import derives its own idempotency key from the row, so the taken key is the row's device key.
      const taken = { column: "deviceKey", message: "belongs to a device that differs from this row." };
      return [...(input.deviceKey == null ? whole : [taken]), ...toFaults(result.differences)];
    }
    default:
      return whole;
  }
}

function toDevice({ fingerprint, line }: PlannedRow, success: Success): ImportedDevice {
  const { orgId, productKey, deviceKey, assetId } = success.device;
  return {
    row: fingerprint,
    line: String(line),
    orgId,
    productKey,
    deviceKey: deviceKey ?? "",
    assetId,
    deviceSecret: success.deviceSecret ?? "",
    deviceSecretStatus: success.deviceSecretStatus,
    replayed: String(success.replayed),
    requestId: success.requestId ?? "",
  };
}
