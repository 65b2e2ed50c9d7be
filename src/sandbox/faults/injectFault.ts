import { setTimeout as wait } from "node:timers/promises";

import { expiredToken } from "../gateway/authenticate.js";
import type { HttpResponse } from "../http/response.js";
import type { Fault, FaultKind } from "./fault.js";
import { codeFault, errorPage, gatewayFault } from "./faultResponses.js";
import { type Mutation, mutateResponse } from "./mutateResponse.js";

const SWAP_WAIT_MS = 1_000;

/** A call into which a fault is injected, with the actions of faults. */
export interface FaultContext {
  readonly isTokenCall: boolean;
  /** Lets EnOS process the call and returns its response. */
  process(): HttpResponse;
  send(response: HttpResponse): void;
  sendHalf(response: HttpResponse): void;
  sendSlowly(response: HttpResponse, everyMs: number, bytes: number): Promise<void>;
  /** Sends a response now and again before the response to the next request on the connection. */
  sendTwice(response: HttpResponse): void;
  /** Returns the response of another call whose response is swapped, too. */
  swap(response: HttpResponse, waitMs: number): Promise<HttpResponse>;
  /** Closes the connection this long after the response, unless it is used again. */
  closeIdle(ms: number): void;
  reset(): void;
  expireToken(): void;
}

type Injection<Kind extends FaultKind> = (
  context: FaultContext,
  fault: Extract<Fault, { kind: Kind }>,
) => void | Promise<void>;

const INJECTIONS: { readonly [Kind in FaultKind]: Injection<Kind> } = {
  delay: async (context, { ms }) => {
    await wait(ms, undefined, { ref: false });
    context.send(context.process());
  },
  late: async (context, { ms }) => {
    const response = context.process();
    await wait(ms, undefined, { ref: false });
    context.send(response);
  },
  drip: (context, { everyMs, bytes = 1 }) => context.sendSlowly(context.process(), everyMs, bytes),
  swap: async (context, { waitMs = SWAP_WAIT_MS }) => {
    context.send(await context.swap(context.process(), waitMs));
  },
  duplicate: (context) => {
    context.sendTwice(context.process());
  },
  twice: (context) => {
    context.process();
    context.send(context.process());
  },
  closeIdle: (context, { ms }) => {
    context.closeIdle(ms);
    context.send(context.process());
  },
  resetBefore: (context) => {
    context.reset();
  },
  resetAfter: (context) => {
    context.process();
    context.reset();
  },
  cutBody: (context) => {
    context.sendHalf(context.process());
  },
  http: (context, fault) => {
    if (fault.processed) context.process();
    context.send(gatewayFault(fault));
  },
  html: (context, { status = 502, processed }) => {
    if (processed) context.process();
    context.send(errorPage(status));
  },
  code: (context, fault) => {
    if (fault.processed) context.process();
    context.send(codeFault(fault, context.isTokenCall));
  },
  hang: (context, { processed }) => {
    if (processed) context.process();
  },
  noAssetId: sendMutated,
  misspelled: sendMutated,
  noSecret: sendMutated,
  onlyAssetId: sendMutated,
  numericIds: sendMutated,
  nested: sendMutated,
  oversized: sendMutated,
  encoded: sendMutated,
  bom: sendMutated,
  empty: (context) => {
    context.process();
    context.send({ status: 200, headers: {}, body: "" });
  },
  expireToken: (context, { format }) => {
    context.expireToken();
    context.send(expiredToken(format));
  },
};

/** Injects a fault into a call. */
export async function injectFault(context: FaultContext, fault: Fault): Promise<void> {
  await (INJECTIONS[fault.kind] as Injection<FaultKind>)(context, fault);
}

function sendMutated(context: FaultContext, fault: Extract<Fault, { kind: Mutation }>): void {
  context.send(mutateResponse(context.process(), fault));
}
