import { SCOPES } from "../../src/graphql/caller.js";
import { fromRouter } from "./production.js";

export type Persona = readonly [name: string, headers: Readonly<Record<string, string>>];

/** Nobody whom the router vouches for. */
export const STRANGER: Persona = ["a stranger", {}];

/** Two who get in: one with rights elsewhere, one with every right there is. */
export const CALLERS: readonly Persona[] = [
  ["a caller with too few rights", fromRouter({ orgs: "o-elsewhere", scopes: "device:read" })],
  ["a caller with every right", fromRouter({ orgs: "*", scopes: SCOPES.join(" ") })],
];
