import { Kind, print, visit, type DocumentNode } from "graphql";

/** Gives the text of a document without any value that a client wrote into it: names and shape only. */
export function maskLiterals(document: DocumentNode): string {
  return print(
    visit(document, {
      [Kind.INT]: (node) => ({ ...node, value: "0" }),
      [Kind.FLOAT]: (node) => ({ ...node, value: "0" }),
      [Kind.STRING]: (node) => ({ ...node, value: "", block: false }),
      // The keys of a scalar's object are data, too.
      [Kind.OBJECT]: (node) => ({ ...node, fields: [] }),
      [Kind.LIST]: (node) => ({ ...node, values: [] }),
    }),
  );
}
