import { readFileSync } from "node:fs";

import { Kind, parse, print, visit } from "graphql";

const SCHEMA = new URL("../../../schema/devices.graphql", import.meta.url);

/** The subgraph's own schema without what only federation knows, for servers that are no subgraphs. */
export const typeDefs = print({
  kind: Kind.DOCUMENT,
  definitions: parse(readFileSync(SCHEMA, "utf8"))
    .definitions.filter(({ kind }) => kind !== Kind.SCHEMA_EXTENSION)
    .map((definition) => visit(definition, { Directive: () => null })),
});
