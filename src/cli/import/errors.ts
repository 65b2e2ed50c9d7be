/** The command line, the environment or the file is at fault: the message names it, and nothing was sent. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** The service cannot be used: the message says why. What was imported so far stands; start the import again. */
export class ServiceError extends Error {
  override readonly name: string = "ServiceError";
}

/** The import was interrupted where it would have waited. What was imported so far stands; start the import again. */
export class InterruptedError extends Error {
  override readonly name = "InterruptedError";
}

/** The service refused the request's credentials or rights. */
export class AccessDeniedError extends ServiceError {
  override readonly name = "AccessDeniedError";
}
