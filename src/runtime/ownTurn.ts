let last = Promise.resolve();

/**
 * Resolves in a turn of the event loop that no other caller gets: for long work, so that other requests are
 * answered in between. Callers continue in the order of their calls.
 */
export function ownTurn(): Promise<void> {
  last = last.then(() => new Promise((resolve) => setImmediate(resolve)));
  return last;
}
