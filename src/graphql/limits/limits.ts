/** How much one operation may ask for. */
export interface OperationLimits {
  /** Words and signs of a document, as GraphQL's lexer counts them. */
  readonly tokens: number;
  /** Fields within fields, those of introspection aside. */
  readonly depth: number;
  readonly aliases: number;
  readonly directives: number;
  /** Fields of a mutation's root. */
  readonly mutations: number;
  /** Entities that `_entities` is asked for, all its occurrences together. */
  readonly representations: number;
  /** What all values of variables come to that the operation names more than once, each time that it does. UTF-16 units. */
  readonly repeatedText: number;
  /** Faults of a document, or of its variables, that are told; the search ends there. */
  readonly errors: number;
}
