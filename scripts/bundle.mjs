/** Makes one program of our sources and their packages: Node reads some dozens of files in less time than a thousand. */
import { posix } from "node:path";

import { build } from "rolldown";
import { minifySync } from "rolldown/utils";

import { listPackages } from "./sbom.mjs";

/** What is started, and what other programs of this repository import. */
const ENTRIES = [
  "main",
  "devices/index",
  "graphql/subgraphSchema",
  "sandbox/main",
  "sandbox/sandbox",
  "config/config",
];

/** Commands, whose files in dist/ are named for what they do. */
const COMMANDS = { import: "src/cli/import/main.ts" };

/** What people start, in dist/. */
const PROGRAMS = ["main", "sandbox/main", "import", "doctor"];

/** How packages are minified. Names of classes and functions stay: errors and stacks show them. */
const MINIFY = {
  module: true,
  compress: { keepNames: { function: true, class: true } },
  mangle: { keepNames: true },
};

/** @type {import("rolldown").BuildOptions} */
export const BUNDLE = {
  input: {
    ...Object.fromEntries(ENTRIES.map((entry) => [entry, `src/${entry}.ts`])),
    ...COMMANDS,
    requireNode: "scripts/requireNode.mjs",
  },
  platform: "node",
  tsconfig: "tsconfig.json",
  // What need not be installed: OpenTelemetry's SDK, of which the program itself needs the API and the trace context only.
  external: [/^@opentelemetry\/(?!(api|core|semantic-conventions)(\/|$))/, "class-validator"],
  plugins: [listPackages("program"), minifyPackages(), requireNodeFirst()],
  output: {
    dir: "dist",
    entryFileNames: ({ name }) => (PROGRAMS.includes(name) ? "[name].program.js" : "[name].js"),
    chunkFileNames: "chunks/[name].js",
    // Classes are named in metrics and in the log.
    keepNames: true,
    sourcemap: true,
    // One chunk would hold a character beyond Latin-1 somewhere, and V8 keeps all of such a source in two bytes each.
    codeSplitting: { groups: [{ name: packageOf, debugName: "packages" }] },
  },
};

/**
 * The doctor, apart: it shares classes with the program whose decorators need reflect-metadata first, and a chunk of both
 * would be loaded before it. Its packages are all among the program's.
 *
 * @type {import("rolldown").BuildOptions}
 */
const DOCTOR = {
  ...BUNDLE,
  input: { doctor: "src/cli/doctor/main.ts" },
  plugins: [minifyPackages(), requireNodeFirst()],
  output: { ...BUNDLE.output, chunkFileNames: "chunks/doctor/[name].js" },
};

/** The package that a file belongs to, and none for our own files. */
function packageOf(file) {
  return /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? null;
}

/**
 * Returns a plugin that makes chunks of packages as small as it can, without source maps: Node reads and parses all of them at
 * each start. Our own files stay as they are, for stack traces.
 *
 * @returns {import("rolldown").Plugin}
 */
function minifyPackages() {
  return {
    name: "minify-packages",
    generateBundle(_options, bundle) {
      for (const chunk of Object.values(bundle)) {
        if (chunk.type !== "chunk" || !Object.keys(chunk.modules).every(packageOf)) continue;
        Reflect.deleteProperty(bundle, `${chunk.fileName}.map`);
        const { code, errors } = minifySync(chunk.fileName, chunk.code, MINIFY);
        if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join("\n"));
        chunk.code = code;
      }
    },
  };
}

/**
 * Returns a plugin that has each program started by a file of its own. Node links all static imports before it runs any of
 * them, and an old one would fail on the first name it does not have before it could be told which Node is needed.
 *
 * @returns {import("rolldown").Plugin}
 */
function requireNodeFirst() {
  return {
    name: "require-node-first",
    generateBundle(_options, bundle) {
      for (const { isEntry, name } of Object.values(bundle)) {
        if (!isEntry || !PROGRAMS.includes(name)) continue;
        const requireNode = posix.relative(posix.dirname(name), "requireNode.js");
        const source = `import "./${requireNode}";\n\nawait import("./${posix.basename(name)}.program.js");\n`;
        this.emitFile({ type: "asset", fileName: `${name}.js`, source });
      }
    },
  };
}

if (import.meta.main) await build([BUNDLE, DOCTOR]);
