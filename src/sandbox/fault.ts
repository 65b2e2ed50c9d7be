import type { Operation } from "./call.js";
import type { ExpiredGuise } from "./settings.js";

/** Something that goes wrong with one call. */
export type Fault =
  /** Processed as usual, `ms` later. */
  | { readonly kind: "delay"; readonly ms: number }
  /** The connection is reset, nothing was processed. */
  | { readonly kind: "resetBefore" }
  /** Processed, then the connection is reset instead of an answer. */
  | { readonly kind: "resetAfter" }
  /** Processed, but the connection ends halfway through the body that the headers announced. */
  | { readonly kind: "cutBody" }
  /** An answer of the gateway. */
  | {
      readonly kind: "http";
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: unknown;
      readonly processed?: boolean;
    }
  /** A page for people, as proxies and captive portals send it. */
  | { readonly kind: "html"; readonly status?: number; readonly processed?: boolean }
  /** A code of EnOS. */
  | {
      readonly kind: "code";
      readonly code: number;
      readonly msg?: string;
      readonly processed?: boolean;
      readonly field?: "code" | "status";
    }
  /** No answer for as long as the client stays. */
  | { readonly kind: "hang"; readonly processed?: boolean }
  /** Processed, but the answer's data lacks `assetId`. */
  | { readonly kind: "noAssetId" }
  /** Processed, but the secret comes under the misspelled name of the manual's sample. */
  | { readonly kind: "misspelled" }
  /** Processed, but the answer's data lacks the secret. */
  | { readonly kind: "noSecret" }
  /** Processed, but the answer's data has nothing but `assetId`. */
  | { readonly kind: "onlyAssetId" }
  /** Processed, but HTTP 200 comes without a body. */
  | { readonly kind: "empty" }
  /** The token dies, and the call is refused for it. */
  | { readonly kind: "expireToken"; readonly guise: ExpiredGuise };

/** A line of the fault script. */
export interface ScriptedFault {
  /** The operation it waits for; any unless given. */
  readonly on?: Exclude<Operation, "other">;
  /** How often it strikes, 0 for until cleared; once unless given, or until cleared with a `probability`. */
  readonly times?: number;
  /** How likely it strikes a call it waits for, 0 to 1; surely unless given. */
  readonly probability?: number;
  readonly fault: Fault;
}
