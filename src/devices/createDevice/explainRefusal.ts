import { GraphQLError } from "graphql";

import type { DevicesContext } from "../context.js";
import { InvalidDeviceInputError, UnrecognizedDeviceError } from "../deviceErrors.js";
import { findModelProblems } from "../thingModel/findModelProblems.js";
import type { CreateDeviceInput } from "./input.js";
import type { CreateDeviceResult } from "./result.js";

/**
 * Returns the result of a creation. If its refusal has no reason, likely reasons are added: differences between the
 * attributes and the product's thing model.
 *
 * The model is read only in this case. Inputs are not checked against it before, because EnOS may be less strict.
 */
export async function explainRefusal(
  result: CreateDeviceResult,
  input: CreateDeviceInput,
  { thingModels }: DevicesContext,
): Promise<CreateDeviceResult> {
  if (!mayBeTheModels(result)) return result;
  const model = await thingModels()
    .load({ orgId: input.orgId, productKey: input.productKey })
    .catch((error: unknown) => {
      // Without the model the refusal is returned unchanged.
      if (error instanceof GraphQLError) return null;
      throw error;
    });
  const problems = model === null ? [] : findModelProblems(input.deviceAttributes ?? {}, model);
  if (problems.length === 0) return result;
  const { code, message, retryable, requestId } = result;
  return new InvalidDeviceInputError(
    {
      code: code ?? undefined,
      message: `${message} The product's thing model shows the likely reason: see problems.`,
      retryable,
      requestId: requestId ?? undefined,
    },
    problems,
  );
}

/** Returns whether the model may be the reason. No manual states its code, so it may be any unlisted one. */
function mayBeTheModels(
  result: CreateDeviceResult,
): result is InvalidDeviceInputError | UnrecognizedDeviceError {
  if (result instanceof UnrecognizedDeviceError) return true;
  return (
    result instanceof InvalidDeviceInputError &&
    result.code !== null &&
    result.problems.every(
      ({ path }) => path.length === 0 || (path.length === 1 && path[0] === "deviceAttributes"),
    )
  );
}
