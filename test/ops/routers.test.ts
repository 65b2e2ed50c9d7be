import { existsSync, readFileSync } from "node:fs";

import { Ajv, type AnySchema } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { parse } from "yaml";

const read = (name: string) => readFileSync(`deploy/routers/${name}`, "utf8");

/** Folder of the routers' published configuration schemas. They are not part of the project, because others wrote them. */
const SCHEMAS = "../shared/routers";
const hasSchemas = existsSync(SCHEMAS);
if (!hasSchemas)
  process.stderr.write(`SKIPPED: the routers' configurations. Their schemas are not in ${SCHEMAS}.\n`);

/** Formats that the validators do not know are let pass; each use of one would be a warning. */
const OPTIONS = { strict: false, allErrors: true, validateFormats: true, logger: false } as const;
const apolloRouter = () => addFormats.default(new Ajv(OPTIONS));
const cosmo = () =>
  addFormats
    .default(new Ajv2020(OPTIONS))
    // Formats and keywords that Cosmo's own validator adds to those of JSON Schema.
    .addFormat("http-url", /^https?:\/\/\S+$/)
    .addFormat("go-duration", /^(\d+(ns|us|ms|s|m|h))+$/)
    .addFormat("bytes-string", /^\d+\s*[KMGT]?i?B$/);

(hasSchemas ? describe : describe.skip).each([
  ["apollo-router.yaml", "apollo-router.schema.json", apolloRouter],
  ["cosmo.yaml", "cosmo.schema.json", cosmo],
] as const)("deploy/routers/%s", (snippet, schema, createValidator) => {
  const validate = hasSchemas
    ? createValidator().compile(JSON.parse(readFileSync(`${SCHEMAS}/${schema}`, "utf8")) as AnySchema)
    : undefined;
  const findFaults = (text: string) => {
    validate?.(parse(text));
    return validate?.errors ?? [];
  };

  it("is a configuration that the router accepts", () => {
    expect(findFaults(read(snippet))).toEqual([]);
  });

  it("would not be one with a misspelt key", () => {
    const misspelt = read(snippet).replace("audiences:", "audience:");
    expect(misspelt).not.toEqual(read(snippet));
    expect(findFaults(misspelt)).not.toEqual([]);
  });
});

describe("the snippets for routers", () => {
  it.each(["apollo-router.yaml", "cosmo.yaml", "hive-gateway.config.ts", "apollo-gateway.mjs"])(
    "%s accepts the tokens of one issuer, for one audience",
    (name) => {
      const snippet = read(name);
      expect(snippet).toContain("https://identity.example.com");
      expect(snippet).toMatch(/\b(iss|issuers?)\b/);
      expect(snippet).toMatch(/\baudiences?:\s*(- )?"?devices/);
    },
  );
});
