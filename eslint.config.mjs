import js from "@eslint/js";
import globals from "globals";
import prettier from "eslint-config-prettier";
import tseslint from "typescript-eslint";

/** One folder of src and what it may not import: the layer rules, so that data flows one way. */
function layer(folder, forbidden, message, files = [`src/${folder}/**/*.{ts,tsx}`]) {
  return {
    files,
    rules: { "no-restricted-imports": ["error", { patterns: [{ regex: forbidden, message }] }] },
  };
}

/** Anything of src outside the named folders (relative imports only ever climb to reach another folder). */
const except = (...folders) => `^(\\.\\./)+(?!${[...folders, "\\.\\./"].join("|")})`;

const DEVICES_MAY_NOT = "^(\\.\\./)+(server|sandbox|app|main|config)|^(fastify|@apollo/|undici)";

export default tseslint.config(
  // What is under deploy/routers is for other programs, with types of theirs.
  { ignores: ["dist/", "coverage/", "deploy/", "test/generated/"] },
  js.configs.recommended,
  ...tseslint.configs.strictTypeChecked,
  ...tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        projectService: true,
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      "@typescript-eslint/no-extraneous-class": ["error", { allowWithDecorator: true }],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-unused-vars": ["error", { varsIgnorePattern: "^_", argsIgnorePattern: "^_" }],
      // type-graphql's classes describe plain input objects: their structure is all there is to them.
      "@typescript-eslint/no-unsafe-class-instance-assignment": "off",
      "@typescript-eslint/prefer-readonly": "error",
      "@typescript-eslint/consistent-type-imports": "error",
      "no-console": "error",
      "no-warning-comments": ["error", { terms: ["todo", "fixme", "xxx"] }],
      "no-restricted-syntax": [
        "error",
        { selector: "ExportDefaultDeclaration", message: "Named exports only." },
        {
          selector: "MemberExpression[object.name='process'][property.name='env']",
          message: "Read src/config.ts instead.",
        },
      ],
    },
  },
  layer(
    "server",
    "^(\\.\\./)+(devices|enos|sandbox|app|main)",
    "server/ knows HTTP, not devices and not EnOS.",
  ),
  layer(
    "graphql",
    "^(\\.\\./)+(devices|enos|server|sandbox|app|main)|^fastify",
    "graphql/ knows neither devices nor EnOS nor HTTP.",
  ),
  layer(
    "telemetry",
    "^(\\.\\./)+(?!(enos/(observer|classify)|config/tracing|endOfTurn)\\.js)|^(fastify|undici|type-graphql)",
    "telemetry/ knows what it is told, and the words of those who tell.",
  ),
  layer(
    "rateLimit",
    "^(\\.\\./)+(?!(config/rateLimit|devices/creationLimit)\\.js)",
    "rateLimit/ knows a Redis and the port it serves.",
  ),
  layer("scalars", "^(\\.\\./)+|^(?!graphql$|\\.)", "scalars/ knows graphql-js only."),
  layer(
    "enos",
    `${except("secret", "endOfTurn")}|^(?!node:|undici|cockatiel|\\.)`,
    "enos/ knows EnOS's HTTP and nothing of GraphQL.",
  ),
  layer("devices", DEVICES_MAY_NOT, "devices/ speaks to EnOS through enos/ only."),
  layer(
    "devices/*",
    `${DEVICES_MAY_NOT}|^\\.\\./(?!errors/)[^./]+/`,
    "an operation knows the domain and EnOS, not another operation: what two share belongs to devices/ itself.",
  ),
  layer(
    "sandbox",
    "^(\\.\\./)+(?!\\.\\./)(?!sandbox)|^(?!node:|\\.)",
    "sandbox/ must not share the program's mistakes.",
  ),
  layer("playground", except("schema"), "playground/ runs in a browser and knows the server by HTTP only."),
  layer(
    "config",
    "^\\.\\.?/(\\.\\./)*(devices|enos|sandbox|telemetry|app|main)",
    "config/ reads the environment and knows neither devices nor EnOS.",
    ["src/config.ts", "src/config/*.ts"],
  ),
  {
    files: ["src/main.ts", "src/sandbox/main.ts", "**/*.mjs", "test/**"],
    rules: { "no-console": "off", "no-restricted-syntax": "off" },
  },
  {
    files: ["**/*.mjs"],
    ...tseslint.configs.disableTypeChecked,
    languageOptions: {
      ...tseslint.configs.disableTypeChecked.languageOptions,
      globals: globals.node,
    },
  },
  prettier,
);
