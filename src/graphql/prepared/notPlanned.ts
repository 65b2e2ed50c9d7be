/** Something that a plan does not provide for: graphql-js is to execute the operation. */
export class NotPlanned extends Error {
  override readonly name = "NotPlanned";
}
