import { toEnd } from "../../src/enos/client.js";
import { EnosRequestError } from "../../src/enos/errors.js";
import { classifyResponse } from "../../src/enos/http/classifyResponse.js";
import type { AttemptEnd } from "../../src/runtime/telemetry.js";
import { Metrics } from "../../src/telemetry/metrics.js";

const STATUSES = [200, 204, 302, 400, 401, 404, 408, 429, 500, 502, 503];
const CODES = [undefined, 0, 200, 404, 1002, 1203, 4011, 11702, 99400, 99500, 99999, 12345, -1];
/** The members that editions of EnOS write a code under. */
const MEMBERS = ["code", "status", "apim_status"];

/** Returns the end of an attempt that was answered like this. */
function endOf(status: number, body: object, isRefusal: boolean): AttemptEnd {
  try {
    return toEnd(classifyResponse({ status, headers: {}, body: JSON.stringify(body) }, () => isRefusal));
  } catch (error) {
    if (!(error instanceof EnosRequestError)) throw error;
    return toEnd(error);
  }
}

async function attemptSeries(metrics: Metrics): Promise<string[]> {
  const lines = (await metrics.metrics()).split("\n");
  return lines
    .filter((line) => line.startsWith("enos_attempts_total{"))
    .map((line) => line.split("}")[0] ?? "");
}

it("every answer that EnOS or a gateway can give is counted in a series that is 0 at the start", async () => {
  const metrics = new Metrics();
  const first = await attemptSeries(metrics);
  for (const status of STATUSES)
    for (const member of MEMBERS)
      for (const code of CODES)
        for (const isRefusal of [true, false])
          metrics.attemptEnded("create", endOf(status, { [member]: code }, isRefusal), 1);
  expect((await attemptSeries(metrics)).filter((name) => !first.includes(name))).toEqual([]);
});
