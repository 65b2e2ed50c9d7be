import { readdirSync, readFileSync } from "node:fs";

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
  getVariableValues,
  type GraphQLNamedType,
  type GraphQLOutputType,
  type GraphQLSchema,
} from "graphql";

import { devices } from "../../src/devices/index.js";
import { systemClock } from "../../src/runtime/clock.js";
import { CompiledOperation } from "../../src/graphql/compiledOperation.js";
import { buildSubgraph } from "../../src/graphql/subgraphSchema.js";

const RUNS = 300;
const SEED = 20_261_126;

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

/** Values that a resolver may give although its type has none of them. */
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

const REJECTION = () => Promise.reject(new GraphQLError("rejected", { extensions: { code: "LATE" } }));

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

  value(type: GraphQLOutputType, depth: number): unknown {
    if (this.faults && this.number(25) === 0) return this.pick([...FAULTS, REJECTION])();
    if (this.number(8) === 0) return Promise.resolve(this.value(type, depth));
    if (isNonNullType(type)) return this.value(type.ofType, depth);
    if (depth === 0 || this.number(8) === 0) return null;
    if (isListType(type)) {
      const items = Array.from({ length: this.number(3) }, () => this.value(type.ofType, depth - 1));
      return this.number(3) === 0 ? items.map((item) => Promise.resolve(item)) : items;
    }
    if (isLeafType(type)) return this.pick<unknown>(type.name === "Even" ? [2, 4] : [1, 0, "1", true]);
    const object = isAbstractType(type) ? this.pick(this.schema.getPossibleTypes(type)) : type;
    return this.object(object as GraphQLNamedType, depth);
  }

  object(type: GraphQLNamedType, depth: number): object {
    if (!isObjectType(type)) throw new Error("no object");
    // Made on request and then kept: the whole tree would be too large.
    const made = new Map<string, unknown>();
    const object = { __typename: type.name };
    for (const field of Object.values(type.getFields())) {
      const get = () => {
        if (!made.has(field.name)) made.set(field.name, this.value(field.type, depth - 1));
        const value = made.get(field.name);
        // A new promise each time, as resolvers return it: jest fails the test for every unhandled rejection.
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

/** An answer as a client reads it: errors in any order, our own defects without their words. */
function toAnswer({ data, errors = [] }: ExecutionResult): string {
  const told = errors.map(({ message, locations, path, extensions: { code } }) =>
    JSON.stringify({ message: code === undefined ? "a defect" : message, locations, path, code }),
  );
  return JSON.stringify({ data, errors: told.sort() });
}

async function compare(gen: fc.GeneratorValue, faults: boolean): Promise<void> {
  const calls: Calls = { root: 0, nested: 0 };
  const schema = setUp(calls);
  const chance = new Chance(schema, gen, faults);
  const document = parse(chance.document());
  const unsound = validate(schema, document).filter(({ message }) => !message.includes("never used"));
  fc.pre(unsound.length === 0);
  const operation = getOperationAST(document);
  if (!operation) throw new Error("no operation");
  const compiled = compile(schema, document, operation);
  fc.pre(compiled !== undefined);
  const context = chance.object(chance.type("Query"), ROOT + 1);
  const inputs = chance.pick([{}, { x: 5 }, { flag: false }]);
  const { coerced = {} } = getVariableValues(schema, operation.variableDefinitions ?? [], inputs);

  const expected = await ignoringRejections(() =>
    execute({ schema, document, contextValue: context, variableValues: inputs }),
  );
  const once = { ...calls };
  const answer = await compiled.execute(coerced, context);
  // Errors below a place that has become null already arrive later.
  await new Promise(setImmediate);
  expect(toAnswer(answer)).toBe(toAnswer(expected));
  expect(calls).toEqual({ root: 2 * once.root, nested: 2 * once.nested });
}

/** When an entry of a list fails at once, graphql-js leaves the rejections of other entries unhandled. The compiled form must not. */
async function ignoringRejections<T>(run: () => T | Promise<T>): Promise<T> {
  const listeners = process.listeners("unhandledRejection");
  process.removeAllListeners("unhandledRejection").on("unhandledRejection", () => undefined);
  const result = await run();
  await new Promise(setImmediate);
  process.removeAllListeners("unhandledRejection");
  for (const listener of listeners) process.on("unhandledRejection", listener);
  return result;
}

/** Returns undefined for what is left to graphql-js. */
function compile(...of: ConstructorParameters<typeof CompiledOperation>): CompiledOperation | undefined {
  try {
    return new CompiledOperation(...of);
  } catch {
    return undefined;
  }
}

it.each([
  ["as they should be", false],
  ["not as they should be", true],
])(
  "gives what graphql-js gives of any document where values are %s, and calls every resolver as often",
  async (_, faults) => {
    await fc.assert(
      fc.asyncProperty(fc.gen(), (gen) => compare(gen, faults)),
      { numRuns: RUNS, seed: SEED },
    );
    // Node reports unhandled rejections only now.
    await new Promise(setImmediate);
  },
  300_000,
);

const OPERATIONS = "schema/operations/";
const ENTITIES =
  "query($representations: [_Any!]!) { _entities(representations: $representations) { ... on Device { timezone } } }";

it("leaves to graphql-js what is decided for each request, and mutations of several fields", () => {
  const { schema } = buildSubgraph(devices({ enos: undefined as never, clock: systemClock }));
  const query = "query($a: Boolean!) { __typename @skip(if: $a) }";
  const mutation = "mutation { ...F } fragment F on Mutation { a: __typename b: __typename }";
  for (const source of [query, mutation, "{ __schema { types { name } } }", "{ __proto__: __typename }"]) {
    const document = parse(source);
    expect(compile(schema, document, getOperationAST(document) as never)).toBeUndefined();
  }
});

it.each([
  ...readdirSync(OPERATIONS).map((file) => [file, readFileSync(OPERATIONS + file, "utf8")] as const),
  ["what a router asks of entities", ENTITIES] as const,
])("compiles %s", (_, source) => {
  const { schema } = buildSubgraph(devices({ enos: undefined as never, clock: systemClock }));
  const document = parse(source);
  const operation = getOperationAST(document);
  if (!operation) throw new Error("no operation");
  expect(new CompiledOperation(schema, document, operation).size).toBeGreaterThan(0);
});
