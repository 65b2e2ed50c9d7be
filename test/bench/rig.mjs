import { on, once } from "node:events";

import { ask, LOAD_CORE, start, stop } from "./process.mjs";

/** Gives what stands on both sides of a measured server: the upstream behind it and the load before it. */
export async function startRig() {
  const upstream = start(LOAD_CORE, file("upstream.mjs"));
  const [{ port }] = await once(upstream, "message");
  const load = start(LOAD_CORE, file("load.mjs"));
  await once(load, "message");
  return {
    upstreamUrl: `http://127.0.0.1:${port}`,
    delayUpstream: (delayMs) => ask(upstream, { delayMs }),
    /** Loads a server, and gives what was seen beside what the counted part cost the server. */
    measure: async (server, job) => {
      const messages = on(load, "message");
      load.send({ port: server.port, ...job });
      await messages.next();
      const before = await server.usage();
      await messages.next();
      const after = await server.usage();
      const [seen] = (await messages.next()).value;
      await messages.return();
      if (seen.wrong > 0) throw new Error(`${seen.wrong} wrong answers, the first: ${seen.sample}`);
      const cpuMicroseconds = after.cpuMicroseconds - before.cpuMicroseconds;
      return {
        ...seen,
        cpuPerRequest: cpuMicroseconds / seen.requests,
        busy: cpuMicroseconds / 1e6 / seen.took,
        rssMiB: after.rssBytes / 2 ** 20,
        heapMiB: after.heapBytes / 2 ** 20,
        loopDelayP99Ms: after.loopDelayP99Ms,
      };
    },
    stop: () => Promise.all([stop(upstream), stop(load)]),
  };
}

function file(name) {
  return new URL(name, import.meta.url).pathname;
}
