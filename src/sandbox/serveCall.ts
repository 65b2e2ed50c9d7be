import type { ServerResponse } from "node:http";
import { outcomeOf } from "./answer.js";
import type { Backstage } from "./backstage.js";
import type { Call } from "./call.js";
import { pause } from "./clock.js";
import { answerCall, judgeSignature } from "./enos.js";
import { reset, send, sendHalf } from "./reply.js";
import { strike, type Victim } from "./strike.js";

/** Lets an EnOS call run its course: written down, counted, slowed down, and struck by a fault if one is due. */
export async function serveCall(backstage: Backstage, call: Call, response: ServerResponse): Promise<void> {
  const { platform, script, journal, counts } = backstage;
  const signatureValid = judgeSignature(platform, call);
  const entry = journal?.enter(call, signatureValid, platform.clock());
  counts[call.operation] += 1;
  const fault = script.take(call.operation);
  if (entry && fault) entry.fault = entry.outcome = fault.kind;
  if (platform.settings.latencyMs > 0) await pause(platform.settings.latencyMs);

  const victim: Victim = {
    isTokenCall: call.operation === "token",
    process() {
      const answer = answerCall(platform, call, signatureValid);
      if (entry) entry.outcome = outcomeOf(answer);
      return answer;
    },
    send: (answer) => {
      send(response, answer);
    },
    sendHalf: (answer) => {
      sendHalf(response, answer);
    },
    reset: () => {
      reset(response);
    },
    expireToken: () => {
      platform.tokens.expire();
    },
  };
  if (fault) await strike(victim, fault);
  else victim.send(victim.process());
}
