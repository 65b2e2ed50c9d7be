import { readFileSync } from "node:fs";

import { Spec, Validation } from "@cyclonedx/cyclonedx-library";

interface Component {
  readonly name: string;
  readonly group?: string;
  readonly version: string;
  readonly purl: string;
  readonly properties: readonly { readonly name: string; readonly value: string }[];
}
interface Bom {
  readonly metadata: { readonly component: Component };
  readonly components: readonly Component[];
}

describe("dist/sbom.cdx.json", () => {
  let text: string;
  let bom: Bom;

  beforeAll(() => {
    text = readFileSync("dist/sbom.cdx.json", "utf8");
    bom = JSON.parse(text) as Bom;
  });

  const find = (purl: string) =>
    bom.components.find((component) => component.purl.startsWith(`pkg:npm/${purl}@`));
  const parts = (purl: string) =>
    find(purl)
      ?.properties.filter(({ name }) => name === "bundled-in")
      .map(({ value }) => value)
      .sort();

  it("is valid CycloneDX 1.6", async () => {
    const validator = new Validation.JsonStrictValidator(Spec.Version.v1dot6);
    expect(await validator.validate(text)).toBeNull();
    expect(await validator.validate(text.replace('"type": "library"', '"type": "shelf"'))).not.toBeNull();
  });

  it("is about this program in its version", () => {
    const { version } = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };
    expect(bom.metadata.component).toMatchObject({ name: "enos-devices-subgraph", version });
  });

  it.each(["undici", "fastify", "pino", "prom-client", "%40apollo/server", "type-graphql"])(
    "names %s as part of the program",
    (purl) => {
      expect(parts(purl)).toEqual(["program"]);
    },
  );

  it.each(["react", "react-dom", "monaco-editor", "graphiql"])(
    "names %s as part of the playground",
    (purl) => {
      expect(parts(purl)).toEqual(["playground"]);
    },
  );

  it("names graphql as part of both, in the version that is installed", () => {
    const { version } = JSON.parse(readFileSync("node_modules/graphql/package.json", "utf8")) as {
      version: string;
    };
    expect(parts("graphql")).toEqual(["playground", "program"]);
    expect(find("graphql")?.version).toBe(version);
  });

  it.each(["jest", "typescript", "rolldown", "eslint"])(
    "does not name %s, which is not in the image",
    (purl) => {
      expect(find(purl)).toBeUndefined();
    },
  );
});
