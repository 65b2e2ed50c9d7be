import { randomBytes } from "node:crypto";

const ALPHANUMERICS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** Gives `length` random letters and digits: what EnOS's identifiers and secrets are made of. */
export function randomAlphanumerics(length: number): string {
  let text = "";
  for (const byte of randomBytes(length)) text += ALPHANUMERICS.charAt(byte % ALPHANUMERICS.length);
  return text;
}
