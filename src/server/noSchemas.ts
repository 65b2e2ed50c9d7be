import type { FastifyServerOptions } from "fastify";

/**
 * Tells Fastify that no route has a JSON schema: to load what compiles them took 54 ms of each start.
 */
export const NO_SCHEMAS: NonNullable<FastifyServerOptions["schemaController"]> = {
  compilersFactory: { buildValidator: () => refuse, buildSerializer: () => refuse },
};

function refuse(): never {
  throw new Error("a route has a JSON schema: take schemaController: NO_SCHEMAS from its server");
}
