import { count, mapOf, objectOf, oneOf, optional, that } from "./shape.js";

/** How an expired token is refused: 1203 under `code`, 1203 under `status`, or HTTP 401. EnOS's manual does not say. */
export type ExpiredGuise = "code" | "status" | "401";

/** What can be changed while the sandbox runs. */
export interface Settings {
  /** How long get and search do not see a new device, in milliseconds. */
  readLagMs: number;
  /** What every EnOS call takes at least, in milliseconds. */
  latencyMs: number;
  /** How long a token lives that is issued from now on. */
  tokenLifetimeSeconds: number;
  expiredGuise: ExpiredGuise;
  /** The largest page a search may ask for: 200 in EnOS 2.1, 1,000 from 2.4 on. */
  maxPageSize: number;
  /** Device limits by productKey, in place of the products' own. */
  deviceLimits: Readonly<Record<string, number>>;
}

/** What EnOS's manual says. */
export const DEFAULT_SETTINGS: Readonly<Settings> = {
  readLagMs: 2_000,
  latencyMs: 0,
  tokenLifetimeSeconds: 7_200,
  expiredGuise: "code",
  maxPageSize: 200,
  deviceLimits: {},
};

/** Accepts the three guises of an expired token. */
export const guise = oneOf("code", "status", "401");

const positive = that("a number above 0", (value) => Number.isFinite(value) && Number(value) > 0);

/** Accepts any selection of settings. */
export const settingsCheck = objectOf({
  readLagMs: optional(count),
  latencyMs: optional(count),
  tokenLifetimeSeconds: optional(positive),
  expiredGuise: optional(guise),
  maxPageSize: optional(
    that("a whole number from 1 on", (value) => Number.isSafeInteger(value) && Number(value) > 0),
  ),
  deviceLimits: optional(mapOf(count)),
});
