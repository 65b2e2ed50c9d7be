import { z } from "zod";

import { OPERATIONS } from "../http/call.js";
import { expiredTokenFormat } from "../settings.js";

const httpStatus = z.int().min(200).max(599);
/** Whether EnOS processes the call. */
const processed = z.boolean().optional();

/** A fault of one call. */
const faultSchema = z.discriminatedUnion("kind", [
  /** Processed as usual, `ms` later. */
  z.strictObject({ kind: z.literal("delay"), ms: z.int().min(0) }),
  /** Processed at once, answered `ms` later. */
  z.strictObject({ kind: z.literal("late"), ms: z.int().min(0) }),
  /** Processed; the body of the response comes `bytes` (default: 1) at a time, every `everyMs`. */
  z.strictObject({
    kind: z.literal("drip"),
    everyMs: z.int().min(0),
    bytes: z.int().min(1).optional(),
  }),
  /**
   * Processed; the call gets the response of another call of the same action that has this fault, too. Gets its
   * own if no other call comes within `waitMs` (default: 1,000).
   */
  z.strictObject({ kind: z.literal("swap"), waitMs: z.int().min(0).optional() }),
  /** Processed; the response comes a second time, as the answer to the next request on the same connection. */
  z.strictObject({ kind: z.literal("duplicate") }),
  /** Processed twice, as by a proxy that repeats the request; the second response is sent. */
  z.strictObject({ kind: z.literal("twice") }),
  /** Processed; the connection is closed `ms` after the response unless another request is pending on it. */
  z.strictObject({ kind: z.literal("closeIdle"), ms: z.int().min(0) }),
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
  /** Processed, but IDs that consist of digits are JSON numbers. */
  z.strictObject({ kind: z.literal("numericIds") }),
  /** Processed, but devices have an attribute `nested` of `depth` arrays inside each other. */
  z.strictObject({ kind: z.literal("nested"), depth: z.int().min(1).max(1_000_000) }),
  /** Processed, but `requestId` and `msg` have at least this number of characters. */
  z.strictObject({
    kind: z.literal("oversized"),
    requestId: z.int().min(0).max(10_000_000).optional(),
    msg: z.int().min(0).max(10_000_000).optional(),
  }),
  /** Processed, but the response is compressed, though the request did not ask for it. */
  z.strictObject({ kind: z.literal("encoded"), coding: z.enum(["gzip", "br", "deflate"]) }),
  /** Processed, but the response begins with a byte order mark. */
  z.strictObject({ kind: z.literal("bom") }),
  /** Processed, but the response has status 200 and no body. */
  z.strictObject({ kind: z.literal("empty") }),
  /** The token expires, and the call is refused for it. */
  z.strictObject({ kind: z.literal("expireToken"), format: expiredTokenFormat }),
]);
export type Fault = z.infer<typeof faultSchema>;
export type FaultKind = Fault["kind"];

/** A fault and the calls it is injected into. */
export const queuedFaultSchema = z.strictObject({
  /** Default: every action. */
  on: z.enum(OPERATIONS).optional(),
  /** Number of calls; 0 means until the faults are cleared. Default: 1, or 0 if there is a probability. */
  times: z.int().min(0).optional(),
  /** Chance of each call. Default: 1. */
  probability: z.number().min(0).max(1).optional(),
  fault: faultSchema,
});
export type QueuedFault = z.infer<typeof queuedFaultSchema>;
