import { buildASTSchema, parse, type GraphQLSchema } from "graphql";

import printed from "../../schema/devices.graphql?raw";

/**
 * The graph that clients see, from the committed schema.
 *
 * It needs no introspection, which production refuses, and has none of federation's own types and fields, which
 * are the router's business. Federation's directives are not defined here: valid for a composer, not for others.
 */
export const schema: GraphQLSchema = buildASTSchema(parse(printed), { assumeValidSDL: true });
