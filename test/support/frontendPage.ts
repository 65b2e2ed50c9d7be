import { readFileSync } from "node:fs";

export const FRONTEND_PAGE = readFileSync("docs/frontend.md", "utf8");

/** Returns the first block of a language on the page for frontend teams that contains a text. */
export function block(language: string, text: string): string {
  const blocks = FRONTEND_PAGE.matchAll(new RegExp(`\`\`\`${language}\n([^]*?)\`\`\``, "g"));
  return [...blocks].map(([, code = ""]) => code).find((code) => code.includes(text)) ?? "";
}
