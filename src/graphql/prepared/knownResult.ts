import { defaultFieldResolver, type GraphQLSchema } from "graphql";

import { rootFields } from "../rootFields.js";

/** A root value under which the root field answers what its resolver has given already: nothing is done twice. */
export class KnownResult {
  constructor(readonly result: unknown) {}
}

/** Has the root fields of a schema respect known results. */
export function respectKnownResults(schema: GraphQLSchema): void {
  for (const field of rootFields(schema)) {
    const { resolve = defaultFieldResolver } = field;
    field.resolve = (source, ...asked) =>
      source instanceof KnownResult ? source.result : resolve(source, ...asked);
  }
}
