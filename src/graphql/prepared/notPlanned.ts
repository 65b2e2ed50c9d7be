/** Something that a plan does not provide for: graphql-js is to execute the operation. */
export class NotPlanned extends Error {
  override readonly name = "NotPlanned";

  /** @param value what there is no provision for, where it is a value. */
  constructor(value?: unknown) {
    super();
    // A promise is left to itself, as graphql-js asks for another: its rejection, heard by nobody, would end the process.
    Promise.resolve(value).catch(() => undefined);
  }
}
