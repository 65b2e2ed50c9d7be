/** The command line, the environment or the file is at fault: the message says which, and no request was sent. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** The service cannot be used: the message says why. Rows imported so far are kept; start the import again. */
export class ServiceError extends Error {
  override readonly name: string = "ServiceError";
}

/** A file of the import can no longer be used: the message says why. Rows imported so far are kept; start the import again. */
export class FileError extends Error {
  override readonly name = "FileError";
}

/** The import was interrupted while it waited. Rows imported so far are kept; start the import again. */
export class InterruptedError extends Error {
  override readonly name = "InterruptedError";
}

/** The service refused the request's credentials or rights. */
export class AccessDeniedError extends ServiceError {
  override readonly name = "AccessDeniedError";
}
