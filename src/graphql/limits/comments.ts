const QUOTE = 0x22;
const HASH = 0x23;
const BACKSLASH = 0x5c;

/** Returns whether a document has more than `max` comments. `#` within a string begins none. */
export function hasMoreComments(text: string, max: number): boolean {
  let count = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text.charCodeAt(at);
    if (character === QUOTE) at = endOfString(text, at);
    else if (character === HASH) {
      count += 1;
      if (count > max) return true;
      while (at < text.length && !isLineEnd(text.charCodeAt(at))) at++;
    }
  }
  return false;
}

/** Returns the offset of the last quote of the string that begins at `start`, or of the end of its line or text. */
function endOfString(text: string, start: number): number {
  const isBlock = text.startsWith('"""', start);
  for (let at = start + (isBlock ? 3 : 1); at < text.length; at++) {
    const character = text.charCodeAt(at);
    if (isBlock) {
      if (character !== QUOTE || !text.startsWith('"""', at)) continue;
      if (text.charCodeAt(at - 1) !== BACKSLASH) return at + 2;
      at += 2;
    } else if (character === BACKSLASH) at++;
    else if (character === QUOTE || isLineEnd(character)) return at;
  }
  return text.length;
}

function isLineEnd(character: number): boolean {
  return character === 0x0a || character === 0x0d;
}
