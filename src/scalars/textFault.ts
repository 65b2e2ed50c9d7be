/** C0 controls, DEL, C1 controls, and halves of surrogate pairs that stand alone. */
const REFUSED = /[\p{Cc}\p{Cs}]/u;

/**
 * Gives what is wrong with a text and how to mend it, such as "contains the control character U+0000
 * (remove it)", or undefined when the text is fit to be stored, printed and sent on.
 */
export function findTextFault(text: string): string | undefined {
  const found = REFUSED.exec(text)?.[0].codePointAt(0);
  if (found === undefined) return undefined;
  const name = `U+${found.toString(16).toUpperCase().padStart(4, "0")}`;
  return found >= 0xd800
    ? `contains the lone surrogate ${name}, half of a character (remove it)`
    : `contains the control character ${name} (remove it)`;
}
