import { z } from "zod";

import { NORMALIZATION_NAMES } from "./devices/normalizations.js";
import { OPERATIONS } from "./http/call.js";

/** Time in epoch milliseconds; injected, so that tests can let hours pass at once. */
export type Clock = () => number;

/** Editions of EnOS that differ in their answers. */
export const EDITIONS = ["2.1", "2.2", "2.3", "2.4", "3.0"] as const;
export type Edition = (typeof EDITIONS)[number];

/** How an expired token is refused: 1203 under `code`, 1203 under `status`, or HTTP 401. The manual does not say. */
export const expiredTokenFormat = z.enum(["code", "status", "401"]);
export type ExpiredTokenFormat = z.infer<typeof expiredTokenFormat>;

const count = z.int().min(0);

/** Everything that can be changed while the sandbox runs, with its default. */
export const settingsSchema = z.strictObject({
  /** Decides the codes of refusals, the largest page, the search grammar and whether time zones are checked. */
  edition: z.enum(EDITIONS),
  /** Time for which reads show the state before a write. Milliseconds. */
  readLagMs: count,
  /** Least duration of every call of EnOS. Milliseconds. */
  latencyMs: count,
  /** Lifetime of the tokens that are issued from now on. Seconds. */
  tokenLifetimeSeconds: z.number().positive(),
  expiredTokenFormat,
  /** Largest difference between a request's timestamp and the sandbox's clock, in milliseconds; null: any. */
  clockWindowMs: count.nullable(),
  /** Largest page of a search; null: the edition's own. */
  maxPageSize: z.int().min(1).nullable(),
  /** Device limits by productKey, instead of the products' own. */
  deviceLimits: z.record(z.string(), count),
  /** Whether the attributes that an update gives are merged with the stored ones or replace them. */
  patchAttributes: z.enum(["merge", "replace"]),
  /** Whether the translations that an update gives are merged with the stored ones or replace them. */
  patchTranslations: z.enum(["merge", "replace"]),
  /** Status that Get and Search show of a disabled device. The manual has both spellings. */
  disabledStatus: z.enum(["disable", "disabled"]),
  /** Changes that the platform makes when it stores values, in this order. */
  normalize: z.array(z.enum(NORMALIZATION_NAMES)),
  /** Characters of the asset IDs of new devices. */
  assetIds: z.enum(["alphanumeric", "digits"]),
  /** Whether the refusal of an attribute by the product's model names the attribute. */
  modelRefusals: z.enum(["named", "unnamed"]),
  /** How attributes that the product's model does not define are handled. */
  unknownAttributes: z.enum(["byModel", "accept", "refuse", "drop"]),
  /** Time after a response until the server closes the idle connection, in milliseconds; null: two minutes. */
  idleConnectionMs: count.nullable(),
  /** Actions that EnOS refuses with 99403. */
  deniedOperations: z.array(z.enum(OPERATIONS)),
});
export type Settings = z.infer<typeof settingsSchema>;

export const DEFAULT_SETTINGS: Settings = {
  edition: "2.4",
  readLagMs: 2_000,
  latencyMs: 0,
  tokenLifetimeSeconds: 7_200,
  expiredTokenFormat: "code",
  clockWindowMs: null,
  maxPageSize: null,
  deviceLimits: {},
  patchAttributes: "merge",
  patchTranslations: "replace",
  disabledStatus: "disable",
  normalize: [],
  assetIds: "alphanumeric",
  modelRefusals: "named",
  unknownAttributes: "byModel",
  idleConnectionMs: null,
  deniedOperations: [],
};

/** Returns whether the sandbox plays this edition or a later one. Editions sort as text. */
export function isFrom(edition: Edition, { edition: played }: Settings): boolean {
  return played >= edition;
}
