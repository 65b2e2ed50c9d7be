/** EnOS's codes for "no such device". Right after a create they may only mean "not yet". */
export const NO_SUCH_DEVICE: ReadonlySet<number> = new Set([11404, 99404]);
