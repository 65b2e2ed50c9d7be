import {
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLError,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  type SelectionNode,
  type SelectionSetNode,
  type ValidationRule,
} from "graphql";

/** The noun for each limit, for messages. */
const WORDS: readonly (readonly [keyof OperationSize, string])[] = [
  ["depth", "levels of fields"],
  ["aliases", "aliases"],
  ["directives", "directives"],
  ["mutations", "mutations"],
];

/** Longest name that a client may give to a field of an answer: each entry of a list repeats it. UTF-16 units. */
export const MAX_ALIAS_LENGTH = 128;

/** Returns the validation rule that refuses documents with an operation beyond a limit, before it looks at fields. */
export function operationSizeRule(limits: OperationLimits): ValidationRule {
  return (context) => ({
    Field: (node) => {
      const length = node.alias?.value.length ?? 0;
      if (length > MAX_ALIAS_LENGTH) context.reportError(longAlias(node, length));
    },
    Document: ({ definitions }) => {
      const fragments: MeasuredFragments = new Map();
      for (const operation of definitions) {
        if (operation.kind !== Kind.OPERATION_DEFINITION) continue;
        const size = measureOperation(operation, (name) => context.getFragment(name), fragments);
        for (const excess of findExcesses(operation, size, limits)) context.reportError(excess);
      }
    },
  });
}

function longAlias(node: FieldNode, length: number): GraphQLError {
  return new GraphQLError(`An alias has ${length} characters; at most ${MAX_ALIAS_LENGTH} are allowed.`, {
    nodes: [node],
    extensions: { limit: "aliasLength", max: MAX_ALIAS_LENGTH },
  });
}

function findExcesses(
  operation: OperationDefinitionNode,
  size: OperationSize,
  limits: OperationLimits,
): GraphQLError[] {
  return WORDS.filter(([limit]) => size[limit] > limits[limit]).map(
    ([limit, words]) =>
      new GraphQLError(`The operation has ${size[limit]} ${words}; at most ${limits[limit]} are allowed.`, {
        nodes: [operation],
        extensions: { limit, max: limits[limit] },
      }),
  );
}

/** Size of an operation, as its document alone shows it. */
export type OperationSize = Pick<OperationLimits, "depth" | "aliases" | "directives" | "mutations">;

/** Finds a fragment by its name. */
export type FindFragment = (name: string) => FragmentDefinitionNode | null | undefined;

interface SelectionSize {
  readonly depth: number;
  readonly aliases: number;
  readonly directives: number;
  /** Fields of this very level without `__typename`, as if every `@skip` and `@include` let them through. */
  readonly fields: number;
}

/** Sizes of a document's fragments, by name. */
export type MeasuredFragments = Map<string, SelectionSize>;

const NOTHING: SelectionSize = { depth: 0, aliases: 0, directives: 0, fields: 0 };

/**
 * Returns the size that an operation has with its fragments spread out.
 *
 * Every fragment is measured once, however often it is spread, so that fragments which double one another cost
 * no time. One that spreads itself counts as empty there: GraphQL's own rules refuse it.
 */
function measureOperation(
  operation: OperationDefinitionNode,
  findFragment: FindFragment,
  fragments: MeasuredFragments = new Map(),
): OperationSize {
  const { depth, aliases, directives, fields } = measureSelections(operation.selectionSet);
  const variables = operation.variableDefinitions ?? [];
  return {
    depth,
    aliases,
    directives:
      variables.reduce((sum, { directives = [] }) => sum + directives.length, directives) +
      (operation.directives?.length ?? 0),
    mutations: operation.operation === OperationTypeNode.MUTATION ? fields : 0,
  };

  function measureSelections({ selections }: SelectionSetNode): SelectionSize {
    return selections.map(measureSelection).reduce(add, NOTHING);
  }

  function measureSelection(selection: SelectionNode): SelectionSize {
    const own = { ...NOTHING, directives: selection.directives?.length ?? 0 };
    if (selection.kind === Kind.FRAGMENT_SPREAD) return add(own, measureFragment(selection.name.value));
    if (selection.kind === Kind.INLINE_FRAGMENT) return add(own, measureSelections(selection.selectionSet));

    const { aliases, directives, depth } = selection.selectionSet
      ? measureSelections(selection.selectionSet)
      : NOTHING;
    const isMeta = selection.name.value.startsWith("__");
    return {
      depth: isMeta ? 0 : depth + 1,
      aliases: aliases + (selection.alias ? 1 : 0),
      directives: directives + own.directives,
      fields: isMeta ? 0 : 1,
    };
  }

  function measureFragment(name: string): SelectionSize {
    const known = fragments.get(name);
    if (known) return known;
    fragments.set(name, NOTHING);
    const fragment = findFragment(name);
    const size = fragment
      ? add(measureSelections(fragment.selectionSet), {
          ...NOTHING,
          directives: fragment.directives?.length ?? 0,
        })
      : NOTHING;
    fragments.set(name, size);
    return size;
  }
}

function add(one: SelectionSize, other: SelectionSize): SelectionSize {
  return {
    depth: Math.max(one.depth, other.depth),
    aliases: one.aliases + other.aliases,
    directives: one.directives + other.directives,
    fields: one.fields + other.fields,
  };
}

/** The limits of one operation. */
export interface OperationLimits {
  /** Tokens of a document. */
  readonly tokens: number;
  /** Levels of fields, without those of introspection. */
  readonly depth: number;
  readonly aliases: number;
  readonly directives: number;
  /** Root fields of a mutation. */
  readonly mutations: number;
  /** Entities that all `_entities` fields of an operation ask for together. */
  readonly representations: number;
  /** Length of the variables that an operation uses more than once, counted at each use. UTF-16 units. */
  readonly repeatedText: number;
  /** Faults of a document, or of its variables, that an answer lists. */
  readonly errors: number;
  /** Length of an answer's JSON. Bytes. */
  readonly answerBytes: number;
}
