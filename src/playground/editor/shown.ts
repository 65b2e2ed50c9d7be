let resolve: () => void;

/**
 * Resolves once the first editors are on the screen. What they can do without until then waits for it: the workers and
 * most features would take the processor and the network from them.
 */
export const editorsShown = new Promise<void>((fulfil) => {
  resolve = fulfil;
});

/** To be called when an editor was created: it is rendered in the next frame. */
export function showEditors(): void {
  requestAnimationFrame(() => setTimeout(resolve));
}
