/** The time of day in epoch milliseconds, injectable so that tests can let hours pass at once. */
export type Clock = () => number;

/** Waits without keeping an otherwise finished process alive. */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref());
}
