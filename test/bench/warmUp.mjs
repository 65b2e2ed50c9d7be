/**
 * V8 goes on compiling for about as many: a server half warm looks twice as dear, and the larger its code, the longer
 * it takes to get warm.
 */
const REQUESTS = 60_000;
const MAX_SECONDS = 30;

/** Loads a server until V8 has compiled what is hot, or for half a minute. */
export async function warmUp(rig, server) {
  const job = { request: server.request, connections: 32, seconds: 2 };
  let requests = 0;
  for (let seconds = 0; seconds < MAX_SECONDS && requests < REQUESTS; seconds += 2) {
    requests += (await rig.measure(server, job)).requests;
  }
}
