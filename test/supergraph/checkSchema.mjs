/**
 * Fails when the schema breaks a client of the last commit's: of HEAD's while the schema is being changed, of the
 * commit before HEAD once it is committed, or of the commit that is named as argument. A commit may break clients
 * only when its message says so: `feat!: …` or `BREAKING CHANGE: …`.
 */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

import { buildSubgraphSchema } from "@apollo/subgraph";
import { ChangeType, CriticalityLevel, diff } from "@graphql-inspector/core";
import { parse } from "graphql";

const FILE = "schema/devices.graphql";

const schema = readFileSync(FILE, "utf8");
const changing = schemaOf("HEAD") !== schema;
const base = process.argv[2] ?? (changing ? "HEAD" : "HEAD~1");
const before = schemaOf(base);

if (before === undefined && isCutOff(base)) {
  console.error(
    `${base} is not in this shallow clone: fetch it first, for instance with git fetch --unshallow.`,
  );
} else if (before === undefined) {
  console.log(`${base} has no ${FILE}: nothing to compare with.`);
} else {
  const changes = await diff(build(before), build(schema));
  const risky = changes.filter(({ criticality }) => criticality.level !== CriticalityLevel.NonBreaking);
  const breaking = risky.filter(isBreaking);
  for (const { criticality, message } of risky) console.log(`${criticality.level}: ${message}`);
  const meant = !changing && /^\w+(\(.+\))?!:|^BREAKING CHANGE:/m.test(git("log", "-1", "--format=%B"));
  console.log(`${changes.length} changes since ${base}, ${breaking.length} of them breaking.`);
  if (breaking.length > 0 && !meant) process.exitCode = 1;
}

/** A key that is gone breaks the other subgraphs that refer by it, which the clients' view does not show. */
function isBreaking({ criticality, type, meta }) {
  const keyRemoved = type === ChangeType.DirectiveUsageObjectRemoved && meta.removedDirectiveName === "key";
  return keyRemoved || criticality.level === CriticalityLevel.Breaking;
}

function build(sdl) {
  return buildSubgraphSchema([{ typeDefs: parse(sdl) }]);
}

/** Gives whether a commit cannot be looked at because the clone ends before it. */
function isCutOff(commit) {
  try {
    git("rev-parse", "--verify", `${commit}^{commit}`);
    return false;
  } catch {
    return git("rev-parse", "--is-shallow-repository").trim() === "true";
  }
}

function schemaOf(commit) {
  try {
    return git("show", `${commit}:${FILE}`);
  } catch {
    return undefined;
  }
}

function git(...args) {
  return execFileSync("git", args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
}
