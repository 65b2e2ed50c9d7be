import type { StringI18n } from "../scalars/stringI18n.js";

/**
 * Gives the one text that fits a locale best: its own translation, else that of the next wider locale
 * (`zh_Hans_CN`, `zh_Hans`, `zh`), else the default; null when there is no text at all.
 *
 * EnOS stores empty translations where there are none.
 *
 * @see RFC 4647, section 3.4, "Lookup"
 */
export function displayName(name: StringI18n, locale: string | undefined): string | null {
  const translations = new Map(
    Object.entries(name.i18nValue ?? {}).map(([key, text]): [string, string] => [canonical(key), text]),
  );
  const subtags = locale === undefined ? [] : canonical(locale).split("_");
  for (let length = subtags.length; length > 0; length -= 1) {
    const translation = translations.get(subtags.slice(0, length).join("_"));
    if (translation) return translation;
  }
  return name.defaultValue || null;
}

/** EnOS writes `zh_CN`, browsers write `zh-CN`, and neither minds the case. */
function canonical(locale: string): string {
  return locale.trim().replaceAll("-", "_").toLowerCase();
}
