/** Preloaded into the server: tells the size of its heap after a collection to whoever asks over IPC. Bytes. */
process.on("message", () => {
  globalThis.gc();
  process.send(process.memoryUsage().heapUsed);
});
process.channel.unref();
