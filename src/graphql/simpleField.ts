import { Field } from "type-graphql";

type FieldParameters = Parameters<typeof Field>;

/**
 * Declares a getter or method as a field that graphql-js itself reads, or calls with the arguments, the context and the info,
 * as it does for plain properties.
 *
 * type-graphql's `Field` gives a getter or method a resolver of its own, which returns a promise for every field with
 * arguments: on the rows of a list that costs more than the fields themselves.
 */
export function SimpleField(...[returnType, options]: FieldParameters) {
  const declare = Field(returnType, { ...options, simple: true });
  // Without the property's descriptor, type-graphql takes the field for a property.
  return (prototype: object, name: string): void => {
    declare(prototype, name);
  };
}
