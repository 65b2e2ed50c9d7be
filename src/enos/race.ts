/** Gives what the promise gives, or rejects with `late()` as soon as the signal aborts. */
export function before<T>(signal: AbortSignal, promise: Promise<T>, late: () => Error): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => {
      reject(late());
    };
    if (signal.aborted) onAbort();
    else signal.addEventListener("abort", onAbort, { once: true });
    promise.then(resolve, reject).finally(() => {
      signal.removeEventListener("abort", onAbort);
    });
  });
}
