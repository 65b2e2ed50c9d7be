/** Characters that JSON cannot carry safely: NUL, and lone surrogates. */
const UNCARRIABLE = /[\0\p{Cs}]/u;

/** C0 controls, DEL, C1 controls, and lone surrogates. */
const UNPRINTABLE = /[\p{Cc}\p{Cs}]/u;

/**
 * Returns the fault of a text that may have line ends and tabs, with its remedy, such as "contains
 * the control character U+0000: remove it"; undefined when the text can be stored and sent on.
 */
export function findTextFault(text: string): string | undefined {
  return describe(UNCARRIABLE.exec(text));
}

/** Returns the fault of a text of one line, such as a name or a key; undefined when it can be printed. */
export function findLineFault(text: string): string | undefined {
  return describe(UNPRINTABLE.exec(text));
}

function describe(match: RegExpExecArray | null): string | undefined {
  const found = match?.[0].codePointAt(0);
  if (found === undefined) return undefined;
  const name = `U+${found.toString(16).toUpperCase().padStart(4, "0")}`;
  return found >= 0xd800
    ? `contains the lone surrogate ${name}, half of a character: remove it`
    : `contains the control character ${name}: remove it`;
}

const MAX_LOCALE_LENGTH = 35;

/** A language and its subtags, as Unicode and BCP 47 shape them. */
const LOCALE = /^[A-Za-z]{2,8}(?:[_-][A-Za-z0-9]{1,8})*$/;

/** Whether a text has the shape of a locale, such as `en`, `zh_CN`, `zh-CN` or `zh_Hans_CN`. */
export function isLocale(text: string): boolean {
  return text.length <= MAX_LOCALE_LENGTH && LOCALE.test(text);
}
