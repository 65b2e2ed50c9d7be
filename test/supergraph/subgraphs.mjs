import { readFileSync } from "node:fs";

import { compose } from "./compose.mjs";

const { DEVICES_URL = "http://127.0.0.1:4001/graphql", MAINTENANCE_URL = "http://127.0.0.1:4003/" } =
  process.env;

const read = (file) => readFileSync(new URL(file, import.meta.url), "utf8");

/** The subgraphs as their teams would publish them. */
export const DEVICES = { name: "devices", url: DEVICES_URL, sdl: read("../../schema/devices.graphql") };
export const MAINTENANCE = { name: "maintenance", url: MAINTENANCE_URL, sdl: read("maintenance.graphql") };

/** Gives the supergraph of both as a gateway reads it. */
export function supergraph() {
  const { supergraphSdl, problems } = compose([DEVICES, MAINTENANCE]);
  if (!supergraphSdl) throw new Error(problems.join("\n"));
  return supergraphSdl;
}
