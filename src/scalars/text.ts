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

const MAX_LENGTH = 35;

/** A language and its subtags, as Unicode and BCP 47 shape them. */
const SHAPE = /^[A-Za-z]{2,8}(?:[_-][A-Za-z0-9]{1,8})*$/;

/** Whether a text has the shape of a locale, such as `en`, `zh_CN`, `zh-CN` or `zh_Hans_CN`. */
export function isLocale(text: string): boolean {
  return text.length <= MAX_LENGTH && SHAPE.test(text);
}
