import { once } from "node:events";

/** Flags of Node under which a process, started with an IPC channel, can be asked for its heap. */
export const HEAP_PROBE = [
  "--expose-gc",
  "--import",
  new globalThis.URL("heapProbe.mjs", import.meta.url).href,
];

/** Gives what is in use on the heap of such a process, after a collection. Bytes. */
export async function heapOf(child) {
  child.send("heap");
  const [bytes] = await once(child, "message");
  return bytes;
}
