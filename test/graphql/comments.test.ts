import fc from "fast-check";
import { Lexer, Source, TokenKind } from "graphql";

import { hasMoreComments } from "../../src/graphql/limits/comments.js";

/** Returns how many comments graphql-js finds; undefined where a text is not made of its tokens. */
function countByLexer(text: string): number | undefined {
  const lexer = new Lexer(new Source(text));
  try {
    while (lexer.token.kind !== TokenKind.EOF) lexer.advance();
  } catch {
    return undefined;
  }
  let count = 0;
  for (let { token } = lexer; token.prev; token = token.prev)
    if (token.kind === TokenKind.COMMENT) count += 1;
  return count;
}

const pieces = fc.constantFrom("#", "\n", "\r", '"', '""', '"""', "\\", '\\"""', " ", "a");

test("finds as many comments as graphql-js, whatever strings hold", () => {
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 20 }), (parts) => {
      const text = parts.join("");
      const count = countByLexer(text);
      fc.pre(count !== undefined);
      expect([hasMoreComments(text, count), hasMoreComments(text, count - 1)]).toEqual([false, count > 0]);
    }),
    { numRuns: 5_000, seed: 20_261_127 },
  );
});
