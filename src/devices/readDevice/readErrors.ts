import { GraphQLError } from "graphql";

import type { Refused } from "../../enos/enos.js";
import type { EnosRequestError } from "../../enos/errors.js";
import { ACCESS_DENIED, deniedByEnos } from "../enosCodes.js";
import { toWaitMs } from "../writeErrors.js";

/** EnOS gave no answer to a read: a later read may succeed. */
export function unavailableRead({
  message,
  code,
  requestId,
  retryable,
  retryAfterMs,
}: EnosRequestError): GraphQLError {
  return new GraphQLError(message, {
    extensions: {
      code: "ENOS_UNAVAILABLE",
      retryable,
      enosCode: code,
      requestId,
      retryAfterMs: retryable ? toWaitMs(retryAfterMs) : undefined,
    },
  });
}

/** EnOS refused a read for a reason other than that the device does not exist. */
export function refusedRead({ code, message, requestId }: Refused, orgId: string): GraphQLError {
  const denied = code === ACCESS_DENIED;
  return new GraphQLError(
    denied
      ? deniedByEnos(orgId)
      : `EnOS refused to search devices with the code ${code}: ${message || "no reason given"}.`,
    {
      extensions: {
        code: denied ? "FORBIDDEN" : "ENOS_REFUSED",
        retryable: false,
        enosCode: code,
        requestId,
      },
    },
  );
}

/** The device exists for sure, and EnOS's reads do not see it yet. */
export function notYetReadable(): GraphQLError {
  return readLater("The device was created a moment ago and EnOS does not show it yet. Try again.");
}

/** A write was confirmed, and EnOS's reads do not show it yet. */
export function changeNotYetReadable(): GraphQLError {
  return readLater("The change was made, and EnOS does not show it yet. Read the device again later.");
}

function readLater(message: string): GraphQLError {
  return new GraphQLError(message, {
    extensions: { code: "ENOS_UNAVAILABLE", retryable: true, retryAfterMs: 2_000 },
  });
}

/** A write was confirmed, and EnOS no longer has the device when it is read: somebody else deleted it. */
export function notFoundAfterWrite(): GraphQLError {
  return new GraphQLError("The change was made, but the device no longer exists in EnOS.", {
    extensions: { code: "ENOS_UNAVAILABLE", retryable: false },
  });
}
