import { z } from "zod";

import { OPERATIONS } from "../http/call.js";
import { expiredTokenFormat } from "../settings.js";

const httpStatus = z.int().min(200).max(599);
/** Whether EnOS does what the call asks for. */
const processed = z.boolean().optional();

/** Something that goes wrong with one call. */
export const faultSchema = z.discriminatedUnion("kind", [
  /** Processed as usual, `ms` later. */
  z.strictObject({ kind: z.literal("delay"), ms: z.int().min(0) }),
  /** The connection is reset; nothing was processed. */
  z.strictObject({ kind: z.literal("resetBefore") }),
  /** Processed, then the connection is reset. */
  z.strictObject({ kind: z.literal("resetAfter") }),
  /** Processed, but the connection ends after half of the announced body. */
  z.strictObject({ kind: z.literal("cutBody") }),
  /** A response of the gateway. */
  z.strictObject({
    kind: z.literal("http"),
    status: httpStatus,
    headers: z.record(z.string(), z.string()).optional(),
    body: z.unknown().optional(),
    processed,
  }),
  /** An HTML page, as proxies and captive portals send it. */
  z.strictObject({ kind: z.literal("html"), status: httpStatus.optional(), processed }),
  /** A refusal of EnOS. */
  z.strictObject({
    kind: z.literal("code"),
    code: z.int(),
    msg: z.string().optional(),
    /** Name of the envelope member that has the code. Default: the called service's own. */
    field: z.enum(["code", "status"]).optional(),
    processed,
  }),
  /** No response while the client stays connected. */
  z.strictObject({ kind: z.literal("hang"), processed }),
  /** Processed, but the data of the response have no `assetId`. */
  z.strictObject({ kind: z.literal("noAssetId") }),
  /** Processed, but the secret has the misspelled name of the manual's sample. */
  z.strictObject({ kind: z.literal("misspelled") }),
  /** Processed, but the data of the response have no secret. */
  z.strictObject({ kind: z.literal("noSecret") }),
  /** Processed, but the data of the response have only `assetId`. */
  z.strictObject({ kind: z.literal("onlyAssetId") }),
  /** Processed, but the response has status 200 and no body. */
  z.strictObject({ kind: z.literal("empty") }),
  /** The token expires, and the call is refused for it. */
  z.strictObject({ kind: z.literal("expireToken"), format: expiredTokenFormat }),
]);
export type Fault = z.infer<typeof faultSchema>;
export type FaultKind = Fault["kind"];

/** A fault and the calls it is injected into. */
export const queuedFaultSchema = z.strictObject({
  /** Default: every operation. */
  on: z.enum(OPERATIONS).optional(),
  /** Number of calls; 0 means until the faults are cleared. Default: 1, with a probability 0. */
  times: z.int().min(0).optional(),
  /** Chance of each call. Default: 1. */
  probability: z.number().min(0).max(1).optional(),
  fault: faultSchema,
});
export type QueuedFault = z.infer<typeof queuedFaultSchema>;
