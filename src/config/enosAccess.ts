import { z } from "zod";

import type { ProxyOptions } from "../enos/http/transport.js";
import { Secret } from "../runtime/secret.js";
import { readSecretFiles, rereading } from "./secretFiles.js";
import { findOriginFault, INSECURE, isInsecure } from "./urls.js";
import { checkedText, integer, oneOf, variable, type Environment, type Values } from "./variable.js";

/** Key and secret of an EnOS service account: a pair. */
export interface EnosCredentials {
  readonly appKey: string;
  readonly appSecret: Secret;
}

/** Address and credentials of EnOS. */
export interface EnosAccess extends EnosCredentials {
  readonly url: string;
  /** Returns the pair that the files hold now; absent when the pair comes from variables. */
  readonly rereadCredentials?: () => EnosCredentials;
  /** Undefined when EnOS is reached directly. */
  readonly proxy?: ProxyOptions | undefined;
}

const credential = checkedText((text) =>
  /^[\x21\x23-\x26\x28-\x5f\x61-\x7e]+$/.test(text)
    ? undefined
    : "must consist of visible ASCII characters, without quotes and blanks",
);

export const enosVariables = {
  ENOS_URL: variable(
    checkedText(findOriginFault).optional(),
    "EnOS's API gateway: https (http for loopback and outside production), without a path; required in production",
    "the embedded sandbox",
  ),
  ENOS_APP_KEY: variable(credential.optional(), "the access key of the EnOS service account"),
  ENOS_APP_SECRET: variable(
    credential.transform((text) => new Secret(text)).optional(),
    "the secret key of the EnOS service account",
  ),
  ENOS_DEADLINE_MS: integer(
    { min: 100, max: 999_999, fallback: 25_000, unit: "milliseconds" },
    "milliseconds for everything that is done to answer one operation; less than the router's timeout",
  ),
  ENOS_PATCH_ATTRIBUTES: variable(
    oneOf(["replaces", "merges"]).default("replaces"),
    "whether an update in EnOS replaces or merges the attributes; with `replaces` the stored ones are read first and all are sent",
    "replaces",
  ),
};

type EnosValues = Values<typeof enosVariables>;

/** Returns the problems of the EnOS variables. In production no sandbox replaces EnOS. */
export function findEnosProblems(environment: Environment, production: boolean): string[] {
  const problems: string[] = [];
  const { ENOS_URL = "" } = environment;
  if (!environment.ENOS_URL && production)
    problems.push("ENOS_URL is missing: the address of EnOS's API gateway.");
  // Reported along with other problems of the URL, so that one correction is enough.
  if (production && /^\s*http:/i.test(ENOS_URL) && URL.canParse(ENOS_URL) && isInsecure(ENOS_URL))
    problems.push(`ENOS_URL ${INSECURE}.`);
  if (!environment.ENOS_URL && !production) return problems;
  for (const [name, what] of Object.entries({ ENOS_APP_KEY: "access key", ENOS_APP_SECRET: "secret key" })) {
    if (environment[name] === undefined && environment[`${name}_FILE`] === undefined)
      problems.push(
        `${name} is missing: the ${what} of the EnOS service account. ${name}_FILE may name its file.`,
      );
  }
  return problems;
}

/** Returns the EnOS that the environment names; undefined when it names none. */
export function toEnosAccess(
  env: EnosValues,
  environment: Environment,
  proxy: ProxyOptions | undefined,
): EnosAccess | undefined {
  const { ENOS_URL: url, ENOS_APP_KEY, ENOS_APP_SECRET } = env;
  if (url === undefined) return undefined;
  const credentials = { appKey: ENOS_APP_KEY ?? "", appSecret: ENOS_APP_SECRET ?? new Secret("") };
  if (!environment.ENOS_APP_KEY_FILE && !environment.ENOS_APP_SECRET_FILE)
    return { url, proxy, ...credentials };
  const rereadCredentials = rereading(credentials, () => readPair(environment));
  return { url, proxy, ...credentials, rereadCredentials };
}

const pair = z.object({ ENOS_APP_KEY: credential, ENOS_APP_SECRET: credential });

/**
 * Reads both twice, so that no new key is taken with an old secret; undefined unless both readings agree and each file holds
 * something.
 */
function readPair(environment: Environment): EnosCredentials | undefined {
  const read = () => {
    const { values } = readSecretFiles(environment);
    // The value that the file had at start belongs to another pair.
    const current = (name: string) =>
      (environment[`${name}_FILE`] === undefined ? environment : values)[name];
    return JSON.stringify({
      ENOS_APP_KEY: current("ENOS_APP_KEY"),
      ENOS_APP_SECRET: current("ENOS_APP_SECRET"),
    });
  };
  const text = read();
  const { success, data } = pair.safeParse(JSON.parse(text));
  if (!success || text !== read()) return undefined;
  return { appKey: data.ENOS_APP_KEY, appSecret: new Secret(data.ENOS_APP_SECRET) };
}
