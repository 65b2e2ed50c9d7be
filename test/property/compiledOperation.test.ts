import { readdirSync, readFileSync } from "node:fs";

import { noTelemetry } from "../../src/runtime/telemetry.js";
import fc from "fast-check";
import {
  buildSchema,
  execute,
  getNamedType,
  getOperationAST,
  GraphQLError,
  isAbstractType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  isInterfaceType,
  parse,
  validate,
  type ExecutionResult,
  type GraphQLNamedType,
  type GraphQLOutputType,
  type GraphQLSchema,
} from "graphql";

import { readConfig } from "../../src/config/config.js";
import { devices } from "../../src/devices/index.js";
import { systemClock } from "../../src/runtime/clock.js";
import { CompiledOperation } from "../../src/graphql/compiledOperation.js";
import { OperationCache } from "../../src/graphql/operationCache.js";
import { buildSubgraph } from "../../src/graphql/subgraphSchema.js";

const RUNS = 500;

/** The depth of a root field's value, counted from the deepest. */
const ROOT = 6;

const SDL = `
  type Query { a: A  aMust: A!  any: Any  named: [Named!]  anys: [[Any]!]  even: Even!  evens: [Even] }
  interface Named { name: String! even: Even }
  union Any = A | B
  type A implements Named {
    name: String!  even: Even  number: Float  called(x: Int = 3, y: [String!]): String
    a: A  any: Any!  named: Named  list: [Int!]!  matrix: [[Boolean]!]  as: [A!]
  }
  type B implements Named { name: String!  even: Even!  b: B!  id: ID  anys: [Any!]! }
  scalar Even
`;

/** What a resolver may give and its type does not provide for; the same each time that it is looked at. */
const FAULTS: (() => unknown)[] = [
  () => null,
  () => undefined,
  () => new GraphQLError("a fault", { extensions: { code: "FAULT" } }),
  () => () => "called",
  () => () => {
    throw new Error("thrown");
  },
  () => ({ __typename: "Query" }),
  () => [],
  () => "text",
  () => 7,
];

/** Never within lists: where another entry throws, graphql-js leaves such promises to themselves. */
const PROMISES: (() => unknown)[] = [
  () => Promise.reject(new Error("rejected")),
  () => Promise.resolve("late"),
];

/** Builds documents and values out of what fast-check chooses, so that it can simplify what fails. */
class Chance {
  constructor(
    private readonly schema: GraphQLSchema,
    private readonly gen: fc.GeneratorValue,
    private readonly faults: boolean,
  ) {}

  number(below: number): number {
    return this.gen(fc.nat, below - 1);
  }

  pick<T>(items: readonly T[]): T {
    return items[this.number(items.length)] as T;
  }

  type(name: string): GraphQLNamedType {
    const type = this.schema.getType(name);
    if (!type) throw new Error(`no type ${name}`);
    return type;
  }

  document(): string {
    const fragments = ["Named", "A", "B"].map((name) => {
      const type = this.type(name);
      return `fragment On${name} on ${name} ${this.selection(type, 1, "Nothing")}`;
    });
    const query = this.type("Query");
    const root = this.number(5) > 0 ? `{ ${this.field(query, 4)} }` : this.selection(query, 3);
    return `query($flag: Boolean = true, $x: Int) ${root}\n${fragments.join("\n")}`;
  }

  selection(type: GraphQLNamedType, depth: number, spread = "On"): string {
    const parts = Array.from({ length: 1 + this.number(4) }, () => this.part(type, depth, spread));
    return `{ ${parts.join(" ")} }`;
  }

  part(type: GraphQLNamedType, depth: number, spread: string): string {
    const condition = this.number(30) === 0 ? " @include(if: $flag)" : "";
    const choice = this.number(6);
    if (choice === 0 && depth > 0) {
      const on = this.type(this.pick(["A", "B", "Named", "Any"]));
      return `... on ${on.name}${condition} ${this.selection(on, depth - 1, spread)}`;
    }
    if (choice === 1 && spread === "On") return `...On${this.pick(["A", "B", "Named"])}${condition}`;
    return this.field(type, depth, condition);
  }

  field(type: GraphQLNamedType, depth: number, condition = ""): string {
    if (!isObjectType(type) && !isInterfaceType(type)) return "__typename";
    const fields = Object.values(type.getFields()).filter(
      ({ type }) => depth > 0 || isLeafType(getNamedType(type)),
    );
    const field = this.pick([...fields, undefined]);
    if (!field) return "__typename";
    const alias = this.number(4) === 0 ? `${this.pick(["x", "y", "__proto__"])}: ` : "";
    const given = this.pick(["", "(x: 1)", '(x: $x, y: "z")', "(y: [])"]);
    const below = getNamedType(field.type);
    return `${alias}${field.name}${field.args.length > 0 ? given : ""}${condition} ${
      isLeafType(below) ? "" : this.selection(below, depth - 1)
    }`;
  }

  value(type: GraphQLOutputType, depth: number, listed = false): unknown {
    if (this.faults && this.number(25) === 0) return this.pick(listed ? FAULTS : [...FAULTS, ...PROMISES])();
    if (isNonNullType(type)) return this.value(type.ofType, depth, listed);
    if (depth === 0 || this.number(8) === 0) return null;
    if (isListType(type)) {
      const items = Array.from({ length: this.number(3) }, () => this.value(type.ofType, depth - 1, true));
      return depth === ROOT && this.number(2) === 0 ? items.map((item) => Promise.resolve(item)) : items;
    }
    if (isLeafType(type)) return this.pick<unknown>(type.name === "Even" ? [2, 4] : [1, 0, "1", true]);
    const object = isAbstractType(type) ? this.pick(this.schema.getPossibleTypes(type)) : type;
    return this.object(object as GraphQLNamedType, depth, listed);
  }

  object(type: GraphQLNamedType, depth: number, listed: boolean): object {
    if (!isObjectType(type)) throw new Error("no object");
    // Made when asked for, and the same for whoever asks: the whole tree would be too large.
    const made = new Map<string, unknown>();
    const object = { __typename: type.name };
    for (const field of Object.values(type.getFields())) {
      const get = () => {
        if (!made.has(field.name)) made.set(field.name, this.value(field.type, depth - 1, listed));
        const value = made.get(field.name);
        // As resolvers do, another promise each time: jest fails the test for one whose rejection nobody heard.
        return value instanceof Promise ? value.then((late: unknown) => late) : value;
      };
      Object.defineProperty(object, field.name, { get, enumerable: true });
    }
    return object;
  }
}

interface Calls {
  root: number;
  nested: number;
}

function setUp(calls: Calls) {
  const schema = buildSchema(SDL);
  const even = schema.getType("Even") as { serialize?: (value: unknown) => unknown };
  even.serialize = (value) => {
    if (typeof value !== "number") throw new GraphQLError("not even a number");
    return value % 2 === 0 ? value : undefined;
  };
  for (const name of ["Named", "Any"]) {
    const type = schema.getType(name);
    if (isAbstractType(type))
      type.resolveType = (value: unknown) => (value as { __typename?: string }).__typename;
  }
  const a = schema.getType("A");
  if (!isObjectType(a)) throw new Error("no A");
  a.isTypeOf = (value) => typeof value === "object";
  const { called } = a.getFields();
  if (called)
    called.resolve = (_source, args, _context, { fieldName, path, parentType, variableValues }) => {
      calls.nested++;
      return JSON.stringify({ args: args as object, fieldName, path, parentType, variableValues });
    };
  for (const field of Object.values(schema.getQueryType()?.getFields() ?? {}))
    field.resolve = (_source, _args, context) => {
      calls.root++;
      return (context as Record<string, unknown>)[field.name];
    };
  return schema;
}

function words({ data, errors }: ExecutionResult): string {
  const messages = errors?.map(({ message, locations, path, extensions }) => {
    return { message, locations, path, code: extensions.code ?? "INTERNAL_SERVER_ERROR" };
  });
  return JSON.stringify({ data, messages });
}

async function compare(gen: fc.GeneratorValue, faults: boolean): Promise<void> {
  const calls: Calls = { root: 0, nested: 0 };
  const schema = setUp(calls);
  const chance = new Chance(schema, gen, faults);
  const source = chance.document();
  const document = parse(source);
  const unsound = validate(schema, document).filter(({ message }) => !message.includes("never used"));
  fc.pre(unsound.length === 0);
  const context = chance.object(chance.type("Query"), ROOT + 1, false);
  const variables = chance.pick([{}, { x: 5 }, { flag: false }]);

  const expected = await execute({ schema, document, contextValue: context, variableValues: variables });
  const plainly = { ...calls };
  const prepared = new OperationCache({
    schema,
    limits: readConfig({}).limits.operation,
    formatError: (formatted) => formatted,
    telemetry: noTelemetry,
  });
  const listener = await prepared.plugin.requestDidStart?.({} as never);
  await listener?.executionDidStart?.({ source, document } as never);
  const answer = await prepared.execute({ query: source, variables }, context);
  expect(words(answer as ExecutionResult)).toBe(words(expected));
  expect(calls.root).toBe(2 * plainly.root);
  // Promises and functions where values should be are no errors, and yet nothing that a plan provides for.
  if (!faults && !expected.errors) expect(calls.nested).toBe(2 * plainly.nested);
}

it.each([
  ["as they should be", false],
  ["not as they should be", true],
])(
  "gives what graphql-js gives of any document where values are %s, and resolves no root field twice",
  async (_, faults) => {
    await fc.assert(
      fc.asyncProperty(fc.gen(), (gen) => compare(gen, faults)),
      { numRuns: RUNS },
    );
    // Node tells of rejections that nobody heard only now.
    await new Promise(setImmediate);
  },
);

const OPERATIONS = "schema/operations/";
const ENTITIES =
  "query($representations: [_Any!]!) { _entities(representations: $representations) { ... on Device { timezone } } }";

it.each([
  ...readdirSync(OPERATIONS).map((file) => [file, readFileSync(OPERATIONS + file, "utf8")] as const),
  ["what a router asks of entities", ENTITIES] as const,
])("there is a plan for %s", (_, source) => {
  const { schema } = buildSubgraph(devices({ enos: undefined as never, clock: systemClock }));
  const document = parse(source);
  const operation = getOperationAST(document);
  if (!operation) throw new Error("no operation");
  expect(new CompiledOperation(schema, document, operation).size).toBeGreaterThan(0);
});
