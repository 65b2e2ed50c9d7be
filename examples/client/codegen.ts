import type { CodegenConfig } from "@graphql-codegen/cli";

const config: CodegenConfig = {
  schema: "../../schema/devices.graphql",
  documents: ["src/**/*.ts", "!src/generated/**"],
  ignoreNoDocuments: true,
  generates: {
    "src/generated/": {
      preset: "client",
      presetConfig: { fragmentMasking: false },
      config: {
        useTypeImports: true,
        enumsAsTypes: true,
        strictScalars: true,
        emitLegacyCommonJSImports: false,
        importExtension: ".js",
        scalars: {
          ID: "string",
          DateTime: "string",
          Map: "Record<string, unknown>",
          StringI18n: "{ defaultValue: string; i18nValue?: Record<string, string> }",
          federation__FieldSet: "string",
          link__Import: "string",
        },
      },
    },
    "src/generated/possibleTypes.json": {
      plugins: ["fragment-matcher"],
      config: { module: "json", apolloClientVersion: 3 },
    },
  },
};

export default config;
