/**
 * V8 goes on compiling for about as many: a server half warm looks twice as dear, and the larger its code, the longer
 * it takes to get warm.
 */
const REQUESTS = 60_000;
const MAX_TURNS = 20;
const TURN_SECONDS = 2;

/**
 * Loads all servers until V8 has compiled what is hot in each, or for forty seconds each. They take turns to the end: a
 * server that waits for minutes while others are warmed up is cold again.
 */
export async function warmUp(rig, servers) {
  const requests = servers.map(() => 0);
  for (let turn = 0; turn < MAX_TURNS && requests.some((sum) => sum < REQUESTS); turn++) {
    for (const [index, server] of servers.entries()) {
      const job = { request: server.request, connections: 32, seconds: TURN_SECONDS };
      requests[index] += (await rig.measure(server, job)).requests;
    }
  }
}
