const MAX_LENGTH = 35;

/** A language and its subtags, as Unicode and BCP 47 shape them. */
const SHAPE = /^[A-Za-z]{2,8}(?:[_-][A-Za-z0-9]{1,8})*$/;

/** Whether a text has the shape of a locale, such as `en`, `zh_CN`, `zh-CN` or `zh_Hans_CN`. */
export function isLocale(text: string): boolean {
  return text.length <= MAX_LENGTH && SHAPE.test(text);
}
