let last = Promise.resolve();

/**
 * Resolves in a turn of the event loop that no other caller gets: for work that takes long, so that other requests are
 * answered in between. Callers go on in their order.
 */
export function ownTurn(): Promise<void> {
  last = last.then(() => new Promise((resolve) => setImmediate(resolve)));
  return last;
}
