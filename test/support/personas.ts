import { SCOPES } from "../../src/graphql/caller.js";
import { fromRouter } from "./production.js";

export type Persona = readonly [name: string, headers: Readonly<Record<string, string>>];

/** A client without the router's secret. */
export const STRANGER: Persona = ["a stranger", {}];

/** Two accepted callers: one with rights elsewhere, one with all rights. */
export const CALLERS: readonly Persona[] = [
  ["a caller with too few rights", fromRouter({ orgs: "o-elsewhere", scopes: "device:read" })],
  ["a caller with every right", fromRouter({ orgs: "*", scopes: SCOPES.join(" ") })],
];
