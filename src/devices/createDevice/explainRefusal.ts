import { GraphQLError } from "graphql";

import type { DevicesContext } from "../context.js";
import { InvalidDeviceInputError, UnrecognizedDeviceError } from "../deviceErrors.js";
import { findModelProblems } from "../thingModel/findModelProblems.js";
import type { CreateDeviceInput } from "./input.js";
import type { CreateDeviceResult } from "./result.js";

/**
 * Returns the result of a creation with the likely reasons of a refusal that names none: where the attributes are not
 * what the product's thing model defines.
 *
 * Only then is the model read: creation itself does not ask for it, for EnOS may take what we would refuse.
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
      // Without the model the refusal stands as EnOS gave it.
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

/** No manual says with which code EnOS refuses what a model does not allow: any that is listed nowhere may be it. */
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
