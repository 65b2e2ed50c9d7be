import { readdir, readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

import { listPackages } from "../../scripts/sbom.mjs";

// Whatever the environment says: tests start this build with NODE_ENV=test, and would get React for development.
process.env.NODE_ENV = "production";

const toPath = (relative) => fileURLToPath(new URL(relative, import.meta.url));

const packages = listPackages("playground");

const OUTPUT = toPath("../../dist/playground/");

/** Quality 11 takes thirteen times as long for 9 % less. */
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } };

/** Leaves a .br and a .gz beside every file that is smaller in that form, for the server to choose from. */
const compress = {
  name: "compress",
  async closeBundle() {
    const entries = await readdir(OUTPUT, { recursive: true, withFileTypes: true });
    const files = entries
      .filter((entry) => entry.isFile())
      .map((entry) => `${entry.parentPath}/${entry.name}`);
    await Promise.all(files.map(compressFile));
  },
};

async function compressFile(path) {
  const content = await readFile(path);
  const forms = {
    br: promisify(brotliCompress)(content, BROTLI),
    gz: promisify(gzip)(content, { level: 9 }),
  };
  for (const [extension, pending] of Object.entries(forms)) {
    const compressed = await pending;
    if (compressed.length < content.length) await writeFile(`${path}.${extension}`, compressed);
  }
}

/** Modules of GraphiQL that would keep the editors waiting, by the end of their path, and what stands there instead. */
const lighterGraphiql = {
  name: "lighterGraphiql",
  enforce: "pre",
  resolveId(source, importer) {
    if (importer?.endsWith("/plugin-doc-explorer/dist/context.js") && source.endsWith("/doc-explorer.js"))
      return toPath("lighter/docExplorer.tsx");
    if (/\/(diffEditorWidget|multiDiffEditorWidget)\.js$/.test(source))
      return toPath("lighter/diffEditors.ts");
  },
  transform(code, id) {
    // Imported when GraphiQL is shown, these two would be fetched and run after everything else.
    if (!id.endsWith("/@graphiql/react/dist/stores/monaco.js")) return;
    const loaded = code.replace(
      /await Promise\.all\(\[import\("(.+?)"\), import\("(.+?)"\)\]\)/,
      "[monacoEditor, monacoGraphql]",
    );
    if (loaded === code) this.error("GraphiQL imports Monaco in another way than before");
    return `import * as monacoEditor from "monaco-graphql/esm/monaco-editor.js";
import * as monacoGraphql from "monaco-graphql/esm/lite.js";
${loaded}`;
  },
};

/** Static files that need nothing from any other host and no inline script, so that a strict CSP holds. */
export default {
  root: toPath("."),
  // Relative, so that the files work under any path prefix.
  base: "./",
  logLevel: "warn",
  resolve: {
    alias: {
      "monaco-editor/esm/vs/editor/edcore.main.js": toPath("editor/monaco.ts"),
      "framer-motion": toPath("lighter/reorder.tsx"),
      "doc-explorer-content": toPath(
        "../../node_modules/@graphiql/plugin-doc-explorer/dist/components/doc-explorer.js",
      ),
    },
  },
  plugins: [lighterGraphiql, packages, compress],
  build: {
    outDir: OUTPUT,
    emptyOutDir: true,
    target: "es2022",
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    // Monaco is large. test/playground bounds what goes over the wire.
    chunkSizeWarningLimit: 6_000,
    rolldownOptions: {
      // Compressing takes longer than building, which is worth no warning.
      checks: { bundlerTimings: false },
      output: {
        codeSplitting: {
          groups: [{ name: "monacoBase", test: /monaco-editor\/esm\/vs\/(base|platform)\// }],
        },
      },
      // "use client" and its like in libraries mean something to server rendering only.
      onLog: (level, log, handle) => {
        if (log.code !== "MODULE_LEVEL_DIRECTIVE") handle(level, log);
      },
    },
  },
  worker: { format: "es", plugins: () => [packages] },
};
