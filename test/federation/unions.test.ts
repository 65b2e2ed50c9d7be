import { readFileSync } from "node:fs";

import { buildSubgraphSchema } from "@apollo/subgraph";
import {
  getNamedType,
  isLeafType,
  isObjectType,
  isUnionType,
  parse,
  validate,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLUnionType,
} from "graphql";

const schema = buildSubgraphSchema([{ typeDefs: parse(readFileSync("schema/devices.graphql", "utf8")) }]);
const unions = Object.values(schema.getTypeMap()).filter(
  (type): type is GraphQLUnionType => isUnionType(type) && type.name !== "_Entity",
);
const roots = [schema.getQueryType(), schema.getMutationType()].flatMap((root) =>
  Object.values(root?.getFields() ?? {}).map((field) => ({ root, field })),
);

/** Selects every field of a type, two levels deep. */
function selectAll(type: GraphQLObjectType, depth = 2): string {
  return Object.values(type.getFields())
    .map((field) => select(field, depth))
    .join(" ");
}

function select({ name, type }: GraphQLField<unknown, unknown>, depth: number): string {
  const named = getNamedType(type);
  if (isLeafType(named)) return name;
  return isObjectType(named) && depth > 0 ? `${name} { __typename ${selectAll(named, depth - 1)} }` : "";
}

it.each(unions.map((union) => [union.name, union] as const))(
  "one operation can select every field of every member of %s, without aliases",
  (_, union) => {
    const place = roots.find(({ field }) => getNamedType(field.type) === union);
    if (!place?.root) throw new Error(`no root field returns ${union.name}`);
    const operation = place.root === schema.getMutationType() ? "mutation" : "query";
    const { args, name } = place.field;
    const variables = args.map((argument) => `$${argument.name}: ${argument.type.toString()}`).join(", ");
    const values = args.map((argument) => `${argument.name}: $${argument.name}`).join(", ");
    const members = union.getTypes().map((member) => `... on ${member.name} { ${selectAll(member)} }`);
    const text = `${operation} (${variables}) { ${name}(${values}) { __typename ${members.join(" ")} } }`;
    expect(validate(schema, parse(text))).toEqual([]);
  },
);

it("every union is checked", () => {
  expect(unions.map(({ name }) => name)).toContain("CreateDeviceResult");
});
