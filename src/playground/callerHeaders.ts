import { EVERYTHING } from "./credentials.js";
import type { SignIn } from "./settings.js";

/**
 * Gives what stands in the headers of every tab to begin with: the words in which a router says for whom it asks,
 * to be changed for one tab. It is empty where a token alone says that.
 *
 * @param sent What goes with every request; it may hold a token, which is not repeated here.
 */
export function callerHeaders(signIn: SignIn | null, sent: Readonly<Record<string, string>>): string {
  if (signIn && !signIn.speaksForOthers) return "";
  const caller = {
    "x-caller-orgs": sent["x-caller-orgs"] ?? EVERYTHING.organizations,
    "x-caller-scopes": sent["x-caller-scopes"] ?? EVERYTHING.scopes,
  };
  const advice = signIn ? IN_FORCE : WITHOUT_EFFECT;
  return JSON.stringify(caller, null, 2).replace(
    "{\n",
    `{\n${advice.map((line) => `  // ${line}\n`).join("")}`,
  );
}

const IN_FORCE = [
  "For whom this tab asks, and what they may do.",
  "Name an organization, or take out a scope, to see",
  "what is refused then.",
];
const WITHOUT_EFFECT = [
  "For whom a router asks, and what they may do.",
  "Nobody checks it here, where everybody may ask.",
  "Start with ROUTER_SECRET set, and it counts.",
];
