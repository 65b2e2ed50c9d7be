import { EnosUnavailableError } from "../errors/enosUnavailableError.js";

/** Says that the organization asked for more devices than it may in so short a time. */
export function tooMany(orgId: string, waitMs: number): EnosUnavailableError {
  const message =
    `The organization “${orgId}” asks for devices faster than it may. ` +
    "EnOS was not asked. No device was created.";
  return new EnosUnavailableError({ message, retryable: true }, Math.ceil(waitMs));
}
