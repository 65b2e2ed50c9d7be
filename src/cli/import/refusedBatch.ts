import type { QueuedRow } from "./batches.js";
import type { GraphqlFault } from "./graphqlClient.js";
import type { PlannedRow } from "./plan.js";
import { type Fault, toFaults } from "./rowToInput.js";

/** A row that the service refused. */
export interface RefusedRow {
  readonly row: PlannedRow;
  readonly faults: readonly Fault[];
  /** Whether the row may be created already: sent again with its key, it gets the same device. */
  readonly keepKey: boolean;
}

/** The outcome of a batch that the service refused as a whole. */
export interface Separated<Outcome> {
  readonly refused: readonly RefusedRow[];
  /** Outcomes of the rows that are not at fault. */
  readonly outcomes: readonly Outcome[];
  /** Rows to be sent again: the service failed behind others, whose outcomes must not be lost. */
  readonly unsent: readonly QueuedRow[];
}

/**
 * Sends the rows of a batch that was refused as a whole, without those at fault: the error names them, or they are
 * found by sending halves.
 *
 * @param error the refusal.
 * @param send sends a part of the batch.
 * @throws the error of `send` unless another part has an outcome.
 */
export async function sendWithoutFaulty<Outcome>(
  batch: readonly QueuedRow[],
  error: GraphqlFault,
  send: (part: readonly QueuedRow[]) => Promise<Outcome>,
): Promise<Separated<Outcome>> {
  const problems = Map.groupBy(error.problems, ({ path }) => Number(path[0]));
  const refused = batch.flatMap(({ row }, index): RefusedRow[] => {
    const own = problems.get(index)?.map(({ path, message }) => ({ path: path.slice(1), message }));
    return own ? [{ row, faults: toFaults(own), keepKey: false }] : [];
  });
  const rest = batch.filter((_, index) => !problems.has(index));
  if (refused.length === 0 && batch.length === 1) {
    const faults = [{ column: "", message: error.message }];
    return { refused: batch.map(({ row }) => ({ row, faults, keepKey: false })), outcomes: [], unsent: [] };
  }
  const middle = Math.ceil(rest.length / 2);
  const parts = refused.length > 0 ? [rest] : [rest.slice(0, middle), rest.slice(middle)];
  const outcomes: Outcome[] = [];
  const unsent: QueuedRow[] = [];
  for (const part of parts.filter(({ length }) => length > 0)) {
    try {
      outcomes.push(await send(part));
    } catch (failure) {
      if (outcomes.length === 0) throw failure;
      unsent.push(...part);
    }
  }
  return { refused, outcomes, unsent };
}
