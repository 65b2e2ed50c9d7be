import type { Answer } from "./answer.js";
import { expiredToken } from "./authenticate.js";
import { pause } from "./clock.js";
import { distort, type Distortion } from "./distort.js";
import type { Fault } from "./fault.js";
import { codeFault, gatewayFault, page } from "./faultAnswer.js";

/** A call that a fault may strike, and what the fault can do with it. */
export interface Victim {
  readonly isTokenCall: boolean;
  /** Lets EnOS do what the call asks, and gives the answer that is due. */
  process(): Answer;
  send(answer: Answer): void;
  sendHalf(answer: Answer): void;
  reset(): void;
  expireToken(): void;
}

type Kind = Fault["kind"];
type Strike<K extends Kind> = (victim: Victim, fault: Extract<Fault, { kind: K }>) => void | Promise<void>;

const STRIKES: { readonly [K in Kind]: Strike<K> } = {
  delay: async (victim, { ms }) => {
    await pause(ms);
    victim.send(victim.process());
  },
  resetBefore: (victim) => {
    victim.reset();
  },
  resetAfter: (victim) => {
    victim.process();
    victim.reset();
  },
  cutBody: (victim) => {
    victim.sendHalf(victim.process());
  },
  http: (victim, fault) => {
    if (fault.processed) victim.process();
    victim.send(gatewayFault(fault));
  },
  html: (victim, { status = 502, processed }) => {
    if (processed) victim.process();
    victim.send(page(status));
  },
  code: (victim, fault) => {
    if (fault.processed) victim.process();
    victim.send(codeFault(fault, victim.isTokenCall));
  },
  hang: (victim, { processed }) => {
    if (processed) victim.process();
  },
  noAssetId: sendDistorted,
  misspelled: sendDistorted,
  noSecret: sendDistorted,
  onlyAssetId: sendDistorted,
  empty: (victim) => {
    victim.process();
    victim.send({ status: 200, headers: {}, body: "" });
  },
  expireToken: (victim, { guise }) => {
    victim.expireToken();
    victim.send(expiredToken(guise));
  },
};

/** Lets a fault befall a call. */
export async function strike(victim: Victim, fault: Fault): Promise<void> {
  await (STRIKES[fault.kind] as Strike<Kind>)(victim, fault);
}

function sendDistorted(victim: Victim, { kind }: { readonly kind: Distortion }): void {
  victim.send(distort(victim.process(), kind));
}
