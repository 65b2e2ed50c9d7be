import { readFileSync } from "node:fs";

import { compose } from "./compose.mjs";

const { DEVICES_URL = "http://127.0.0.1:4001/graphql", MAINTENANCE_URL = "http://127.0.0.1:4003/" } =
  process.env;

const read = (file) => readFileSync(new URL(file, import.meta.url), "utf8");

/** The subgraphs as their teams would publish them. */
export const DEVICES = { name: "devices", url: DEVICES_URL, sdl: read("../../schema/devices.graphql") };
export const MAINTENANCE = { name: "maintenance", url: MAINTENANCE_URL, sdl: read("maintenance.graphql") };
export const VISITS = { name: "visits", url: "http://127.0.0.1:4004/", sdl: read("visits.graphql") };

/** Gives the supergraph as a gateway reads it: of both, or of those that SUBGRAPHS lists by name, url and file. */
export function supergraph() {
  const { SUBGRAPHS } = process.env;
  const listed =
    SUBGRAPHS &&
    JSON.parse(SUBGRAPHS).map(({ file, ...one }) => ({ ...one, sdl: readFileSync(file, "utf8") }));
  const { supergraphSdl, problems } = compose(listed ?? [DEVICES, MAINTENANCE]);
  if (!supergraphSdl) throw new Error(problems.join("\n"));
  return supergraphSdl;
}
