/**
 * Fails when the schema breaks a client of an earlier one's: of HEAD's while the schema is being changed, of the commit
 * before HEAD once it is committed, or of the commit that is named as argument.
 *
 * A break that is meant is allowed explicitly: schema/allowedBreaks.json lists it, by the message that this script
 * prints, with the reason. The list is emptied with each release.
 */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

import { buildSubgraphSchema } from "@apollo/subgraph";
import { ChangeType, CriticalityLevel, diff } from "@graphql-inspector/core";
import { parse } from "graphql";

const FILE = "schema/devices.graphql";
const ALLOWED = JSON.parse(readFileSync("schema/allowedBreaks.json", "utf8"));

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
  for (const change of risky) console.log(`${describe(change)}${isAllowed(change) ? " (allowed)" : ""}`);
  const forbidden = breaking.filter((change) => !isAllowed(change));
  console.log(`${changes.length} changes since ${base}, ${breaking.length} of them breaking.`);
  if (forbidden.length > 0) {
    console.error(
      "List a break that is meant in schema/allowedBreaks.json, by its message, with the reason.",
    );
    process.exitCode = 1;
  }
}

function describe({ criticality, message }) {
  return `${criticality.level}: ${message}`;
}

function isAllowed({ message }) {
  return ALLOWED.some((allowed) => allowed.message === message && allowed.reason);
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
