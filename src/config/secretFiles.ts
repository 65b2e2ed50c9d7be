import { readFileSync } from "node:fs";

import { type Environment, tidy } from "./variable.js";

/** Variables whose value may stand in a file that `<name>_FILE` names, as Kubernetes and Docker mount secrets. */
export const FILE_VARIABLES = ["ENOS_APP_KEY", "ENOS_APP_SECRET", "ROUTER_SECRET", "RATE_LIMIT_REDIS_URL"];

/** Time between two readings of a file. Milliseconds. */
const REREAD_AFTER_MS = 5_000;

/**
 * Returns the variables whose value stands in a file, read from it.
 *
 * @param environment the variables that are set, `<name>_FILE` included
 */
export function readSecretFiles(environment: Environment): {
  readonly values: Environment;
  readonly problems: readonly string[];
} {
  const values: Record<string, string> = {};
  const problems: string[] = [];
  for (const name of FILE_VARIABLES) {
    const variable = `${name}_FILE`;
    const path = environment[variable];
    if (path === undefined) continue;
    if (environment[name] !== undefined)
      problems.push(`${name} and ${variable} are both set: remove one of them.`);
    const { text, problem } = readSecretFile(variable, path);
    if (text !== undefined) values[name] = text;
    if (problem !== undefined) problems.push(problem);
  }
  return { values, problems };
}

function readSecretFile(variable: string, path: string): { text?: string; problem?: string } {
  let content: string;
  try {
    content = readFileSync(path, "utf8");
  } catch {
    return { problem: `${variable} must name a file that this user can read.` };
  }
  if (content.trim() === "") return { problem: `${variable} names a file that is empty.` };
  return tidy(`The file of ${variable}`, content);
}

/**
 * Returns a function that returns the last result of `read`, and calls `read` again after 5 s: a secret that is
 * rotated in its file is used without a restart.
 *
 * @param first the value that was read at start
 * @param read returns undefined while the files have no usable value: then the last value stays.
 */
export function rereading<T>(first: T, read: () => T | undefined): () => T {
  let known = first;
  let readAt = performance.now();
  return () => {
    const now = performance.now();
    if (now - readAt >= REREAD_AFTER_MS) {
      readAt = now;
      known = read() ?? known;
    }
    return known;
  };
}
