import js from "@eslint/js";
import globals from "globals";
import prettier from "eslint-config-prettier";
import tseslint from "typescript-eslint";

/**
 * The layers of src, top to bottom. A folder imports from its own layer's folders named beside it and from lower
 * layers, never from higher ones: data flows one way.
 */
const LAYERS = [
  ["main", "cli"],
  ["banner"],
  ["app"],
  ["telemetry", "rateLimit"],
  ["config"],
  ["devices", "server"],
  ["enos", "graphql"],
  ["scalars", "runtime"],
];

/** Packages that only some folders may know. */
const PACKAGES = {
  fastify: ["app", "server"],
  "@apollo/": ["graphql", "server"],
  undici: ["enos"],
  "type-graphql": ["devices", "graphql"],
};

/** Folders that share nothing with the rest of src, and how they reach it. */
const APART = ["sandbox", "playground"];

/** Returns the rules for a folder or file of a layer: no import from a higher layer, a sibling, or a package of others. */
function layer(folder, level) {
  const forbidden = [
    ...LAYERS.slice(0, level).flat(),
    ...LAYERS[level].filter((sibling) => sibling !== folder),
    // The program starts the embedded sandbox.
    ...(folder === "main" ? [] : APART),
  ];
  const packages = Object.entries(PACKAGES)
    .filter(([, folders]) => !folders.includes(folder))
    .map(([name]) => `^${name}`);
  const names = `(${forbidden.join("|")})(/|\\.js$)`;
  const message = `src/${folder} imports from lower layers only: ${LAYERS.slice(level + 1)
    .flat()
    .join(", ")}.`;
  const rule = (files, up) => {
    const regex = [`^${up}${names}`, ...packages].join("|");
    return { files, rules: { "no-restricted-imports": ["error", { patterns: [{ regex, message }] }] } };
  };
  return [rule([`src/${folder}.ts`], "\\./"), rule([`src/${folder}/**/*.ts`], "(\\.\\./)+")];
}

/** Returns the rule for a folder apart, whose files lie `depth` folders below it: nothing else of src. */
function apart(folder, depth, allowed = "$^") {
  return {
    files: [`src/${folder}/${"*/".repeat(depth)}*.{ts,tsx}`],
    rules: {
      "no-restricted-imports": [
        "error",
        {
          patterns: [
            {
              regex: `^(\\.\\./){${depth + 1}}(?!${allowed})`,
              message: `src/${folder} shares nothing with the rest of src.`,
            },
          ],
        },
      ],
    },
  };
}

export default tseslint.config(
  // What is under deploy/routers is for other programs, with types of theirs.
  {
    ignores: [
      "dist/",
      "coverage/",
      "deploy/",
      "examples/",
      "test/generated/",
      "src/cli/import/operations.ts",
    ],
  },
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
          message: "Read src/config instead.",
        },
      ],
    },
  },
  ...LAYERS.flatMap((folders, level) => folders.flatMap((folder) => layer(folder, level))),
  // What the sandbox shares with the program would hide the mistakes of both.
  ...[0, 1, 2].map((depth) => apart("sandbox", depth)),
  // A browser's code knows the server by HTTP, and the schema by its file.
  ...[0, 1].map((depth) => apart("playground", depth, "(\\.\\./)*schema/")),
  // A client of the GraphQL API: it works with any release of the service.
  apart("cli/import", 0, "(\\.\\./){2}package\\.json"),
  {
    files: ["src/main.ts", "src/sandbox/main.ts", "src/cli/*/main.ts", "**/*.mjs", "test/**"],
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
