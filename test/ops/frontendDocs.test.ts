import { readFileSync } from "node:fs";

import { buildASTSchema, isUnionType, parse, validate } from "graphql";

import { CLIENT_CODES } from "../../src/graphql/errors.js";
import { block, FRONTEND_PAGE } from "../support/frontendPage.js";
import { findTypeFaults } from "./typeFaults.js";

const schema = buildASTSchema(parse(readFileSync("schema/devices.graphql", "utf8")), {
  assumeValidSDL: true,
});

/** Declarations that a reader has around the example. */
const AROUND = `
import type { TypedQueryDocumentNode } from "graphql";
interface Operation<Data, Variables> { mutation: TypedQueryDocumentNode<Data, Variables>; variables: Variables }
declare const client: { mutate<D, V>(operation: Operation<D, V>): Promise<{ data?: D | null }> };
`;

describe("the page for frontend teams", () => {
  it("shows an operation that is valid", () => {
    expect(validate(schema, parse(block("graphql", "createDevice(input: $input)")))).toEqual([]);
  });

  it("tells of every member of the union, and of no other", () => {
    const union = schema.getType("CreateDeviceResult");
    const members = isUnionType(union) ? union.getTypes().map(({ name }) => name) : [];
    const [, section = ""] = /## Results of creating a device\n([^]*?)\n## /.exec(FRONTEND_PAGE) ?? [];
    const rows = [...section.matchAll(/^\| `([A-Z][a-z]\w+)`/gm)].map(([, name]) => name);
    expect(rows.sort()).toEqual(members.sort());
  });

  it("lists the codes that clients get to see, and no others", () => {
    const cells = [...FRONTEND_PAGE.matchAll(/^\| (`[A-Z_]+`(?:, `[A-Z_]+`)*) /gm)].map(
      ([, cell = ""]) => cell,
    );
    const listed = cells.flatMap((cell) => cell.replaceAll("`", "").split(", "));
    // Apollo Client deals with those of persisted queries itself. The other two are made elsewhere.
    const codes = [...CLIENT_CODES].filter((code) => !String(code).startsWith("PERSISTED_QUERY"));
    expect(listed.sort()).toEqual([...codes, "INTERNAL_SERVER_ERROR", "UNAUTHENTICATED"].sort());
  });

  it("has an example that compiles against the generated types", () => {
    const example = block("ts", "CreateDeviceDocument").replace(
      "./generated/graphql.js",
      "../generated/operations.js",
    );
    expect(findTypeFaults(AROUND + example)).toEqual([]);
    expect(findTypeFaults(AROUND + example.replace("device.assetId", "device.number"))).toHaveLength(1);
  });
});
