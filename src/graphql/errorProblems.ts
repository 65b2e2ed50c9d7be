import type { GraphQLError } from "graphql";
import { type ASTNode, isValueNode, Kind, parse, visit } from "graphql";

import type { Problem } from "../scalars/inspection.js";
import { toAnswerKey, toAnswerPath, type ValuePath } from "../scalars/valuePath.js";
import { MAX_LISTED_PROBLEMS, type RequestProblem } from "./inputProblems.js";

/** Characters of a problem's message. */
const MAX_MESSAGE = 300;

/**
 * Returns the faults in the values of a request, each with its place; undefined for an error that is not
 * about values.
 *
 * graphql-js states the place of a fault only in its messages, so the messages are parsed here.
 */
export function problemsOf(error: GraphQLError): RequestProblem[] | undefined {
  const problems = locate(error);
  return problems?.slice(0, MAX_LISTED_PROBLEMS).map(({ variable, argument, path, message }) => ({
    ...(variable !== undefined && { variable: toAnswerKey(variable) }),
    ...(argument !== undefined && { argument: toAnswerKey(argument) }),
    path: toAnswerPath(path),
    message: message.toWellFormed().slice(0, MAX_MESSAGE),
  }));
}

/** The beginning of a suggestion of graphql-js. */
const SUGGESTION = " Did you mean ";

/**
 * Removes suggestions, which name parts of the schema, from a message. Apollo Server's `hideSchemaDetailsFromClientErrors`
 * uses a regular expression that takes seconds for a value with many such beginnings.
 */
export function withoutSuggestion(message: string): string {
  const start = message.lastIndexOf(SUGGESTION);
  const isLast = start >= 0 && message.indexOf("?", start) === message.length - 1;
  return isLast ? message.slice(0, start) : message;
}

function locate(error: GraphQLError): RequestProblem[] | undefined {
  const [node] = error.nodes ?? [];
  const told = error.extensions.problems as readonly RequestProblem[] | undefined;
  if (node?.kind === Kind.VARIABLE_DEFINITION && error.path === undefined) {
    const variable = node.variable.name.value;
    const path = placeInVariable(error);
    const message = withoutSuggestion(error.originalError?.message ?? error.message);
    return (told ?? faultsOf(message)).map((fault) => ({ variable, ...within(path, fault) }));
  }
  if (told && (!node || !isValueNode(node))) return [...told];
  const faults =
    told ??
    (error.path === undefined || isAboutArgument(error)
      ? findFaults(withoutSuggestion(error.message))
      : undefined);
  if (!faults) return undefined;
  const [, argument = ""] = ARGUMENT.exec(error.message) ?? [];
  const place = node && placeInDocument(node);
  if (place) return faults.map((fault) => ({ ...place, ...within(place.path, fault) }));
  return argument === "" ? undefined : faults.map((fault) => ({ argument, ...fault }));
}

function isAboutArgument({ message }: GraphQLError): boolean {
  return ARGUMENT.test(message);
}

function within(path: ValuePath, fault: Problem): Problem {
  return { path: [...path, ...fault.path], message: fault.message };
}

const ARGUMENT = /^(?:Field "\w+" argument|Unknown argument|Argument) "(\w+)" /;

/** Patterns of graphql-js's messages about values, without the name of the argument or variable at their beginning or end. */
const MISSING = /^Field "(?:\w+\.)?(\w+)" of required type "[^"]+" was not provided\.$/;
const UNKNOWN = /^Field "(\w+)" is not defined by type "\w+"\./;
const REQUIRED =
  / of (?:required )?type "[^"]+" (?:was not provided|is required, but it was not provided)\.$/;
const NULL = / (?:must not be null|not to be null|type "[^"]+!", found null)\.$/;
const NO_VALUE =
  /^Argument "\w+" of required type "[^"]+" was provided the variable "\$\w+" which was not provided/;
const UNKNOWN_ARGUMENT = /^Unknown argument "\w+" on field/;
const INVALID =
  /^(?:Expected value of type|Argument "\w+" has invalid value|Value .* does not exist in|\w+ cannot represent)/;

/** Returns the faults that a message of graphql-js states; undefined when it is not about a value. */
function findFaults(message: string): Problem[] | undefined {
  const [, missing] = MISSING.exec(message) ?? [];
  if (missing !== undefined) return [{ path: [missing], message: "is required" }];
  const [, unknown] = UNKNOWN.exec(message) ?? [];
  if (unknown !== undefined) return [{ path: [unknown], message: "unknown field: take it out" }];
  if (UNKNOWN_ARGUMENT.test(message)) return [{ path: [], message: "unknown argument: take it out" }];
  if (REQUIRED.test(message) || NO_VALUE.test(message)) return [{ path: [], message: "is required" }];
  if (NULL.test(message)) return [{ path: [], message: "must not be null" }];
  return INVALID.test(message) ? [{ path: [], message: message.replace(/\.$/, "") }] : undefined;
}

function faultsOf(message: string): Problem[] {
  return findFaults(message) ?? [{ path: [], message: message.replace(/\.$/, "") }];
}

/** The place in a variable, at the end of the part before the fault itself: ` at "inputs[1].deviceTags"`. */
const PLACE = / at "\w+((?:\.\w+|\[\d+\])+)"$/;
const STEP = /\.(\w+)|\[(\d+)\]/g;
/** The longest place that is searched for. Characters. */
const MAX_PLACE = 2_000;

function placeInVariable({ message, originalError }: GraphQLError): (string | number)[] {
  if (!originalError) return [];
  const end = message.length - `; ${originalError.message}`.length;
  const [, place = ""] = PLACE.exec(message.slice(Math.max(0, end - MAX_PLACE), end)) ?? [];
  return Array.from(place.matchAll(STEP), ([, name, index]) => name ?? Number(index));
}

/** Place of a literal: in an argument, or in the default of a variable. */
interface DocumentPlace {
  readonly argument?: string;
  readonly variable?: string;
  readonly path: (string | number)[];
}

/** Returns the place of a value or an input field in its document, which is parsed again to find the surrounding nodes. */
function placeInDocument(node: ASTNode): DocumentPlace | undefined {
  const { loc } = node;
  if (!loc) return undefined;
  let found: DocumentPlace | undefined;
  const document = parse(loc.source.body);
  visit(document, {
    enter(candidate, _key, _parent, keys) {
      if (candidate.kind !== node.kind || candidate.loc?.start !== loc.start || candidate.loc.end !== loc.end)
        return;
      found ??= readKeys(document, keys);
    },
  });
  return found;
}

function readKeys(document: ASTNode, keys: readonly (string | number)[]): DocumentPlace | undefined {
  let place: DocumentPlace | undefined;
  let at: unknown = document;
  for (const [index, key] of keys.entries()) {
    at = (at as Record<string | number, unknown>)[key];
    const { kind, name, variable } = at as {
      kind?: Kind;
      name?: { value: string };
      variable?: { name: { value: string } };
    };
    if (kind === Kind.ARGUMENT) place = { argument: name?.value ?? "", path: [] };
    else if (kind === Kind.VARIABLE_DEFINITION) place = { variable: variable?.name.value ?? "", path: [] };
    // The field itself is named by its fault.
    else if (kind === Kind.OBJECT_FIELD && index < keys.length - 1) place?.path.push(name?.value ?? "");
    else if (typeof key === "number" && keys[index - 1] === "values") place?.path.push(key);
  }
  return place;
}
