import { readFileSync } from "node:fs";

import { Kind, parse, print, type ASTNode, type DefinitionNode } from "graphql";

interface Member {
  readonly name: { readonly value: string };
  readonly type?: ASTNode;
  readonly arguments?: readonly ASTNode[];
  readonly directives?: readonly ASTNode[];
  readonly defaultValue?: ASTNode;
}

/** Everything a client can rely on, one statement per line: `Device.orgId: ID!`, `Device @key(fields: "…")`. */
function statements(file: string): string[] {
  return parse(readFileSync(file, "utf8")).definitions.flatMap(ofDefinition).toSorted();
}

function ofDefinition(node: DefinitionNode): string[] {
  const name = "name" in node ? node.name.value : node.kind;
  const directives = "directives" in node ? (node.directives ?? []) : [];
  const stated = [`${name} is ${node.kind}`, ...directives.map((directive) => `${name} ${print(directive)}`)];
  switch (node.kind) {
    case Kind.OBJECT_TYPE_DEFINITION:
    case Kind.INTERFACE_TYPE_DEFINITION:
      stated.push(...(node.interfaces ?? []).map((type) => `${name} implements ${type.name.value}`));
      return [...stated, ...(node.fields ?? []).flatMap((field) => ofMember(name, field))];
    case Kind.INPUT_OBJECT_TYPE_DEFINITION:
      return [...stated, ...(node.fields ?? []).flatMap((field) => ofMember(name, field))];
    case Kind.UNION_TYPE_DEFINITION:
      return [...stated, ...(node.types ?? []).map((type) => `${name} = ${type.name.value}`)];
    case Kind.ENUM_TYPE_DEFINITION:
      return [
        ...stated,
        ...(node.values ?? []).flatMap((value) => [
          `${name} = ${value.name.value}`,
          ...(value.directives ?? []).map((directive) => `${name}.${value.name.value} ${print(directive)}`),
        ]),
      ];
    default:
      return stated;
  }
}

function ofMember(owner: string, member: Member): string[] {
  const { name, type, arguments: args = [], directives = [], defaultValue } = member;
  const place = `${owner}.${name.value}`;
  return [
    `${place}: ${type ? print(type) : ""}${defaultValue ? ` = ${print(defaultValue)}` : ""}`,
    ...args.flatMap((argument) => ofMember(place, argument as unknown as Member)),
    ...directives.map((directive) => `${place} ${print(directive)}`),
  ];
}

it("the printed schema holds every type, field, argument, nullability, directive and member of the contract", () => {
  const contract = statements("test/federation/contract.graphql");
  expect(contract).toContain("Mutation.createDevices: [CreateDeviceResult]");
  expect(statements("schema/devices.graphql")).toEqual(expect.arrayContaining(contract));
});

it("the printed schema asks clients for nothing that the contract does not ask for", () => {
  const contract = new Set(statements("test/federation/contract.graphql"));
  const printed = statements("schema/devices.graphql");
  const inputs = printed.flatMap(
    (statement) => / is InputObjectTypeDefinition$/.exec(statement)?.input.split(" ")[0] ?? [],
  );
  expect(inputs).toContain("UpdateDeviceInput");
  // An argument of any field, or a field of an input.
  const demand = new RegExp(`^(\\w+\\.\\w+|${inputs.join("|")})\\.\\w+: [^=]+!$`);
  const demands = printed.filter((statement) => demand.test(statement));
  expect(demands.filter((statement) => !contract.has(statement))).toEqual([]);
});
