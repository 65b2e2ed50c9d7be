import { fileURLToPath } from "node:url";

import { listPackages } from "../../scripts/sbom.mjs";

const packages = listPackages("playground");

/** Static files that need nothing from any other host and no inline script, so that a strict CSP holds. */
export default {
  root: fileURLToPath(new URL(".", import.meta.url)),
  base: "/playground/",
  logLevel: "warn",
  plugins: [packages],
  build: {
    outDir: fileURLToPath(new URL("../../dist/playground", import.meta.url)),
    emptyOutDir: true,
    target: "es2022",
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    // Monaco is large, and loaded from the same machine as everything else.
    chunkSizeWarningLimit: 6_000,
    rolldownOptions: {
      // "use client" and its like in libraries mean something to server rendering only.
      onLog: (level, log, handle) => {
        if (log.code !== "MODULE_LEVEL_DIRECTIVE") handle(level, log);
      },
    },
  },
  worker: { format: "es", plugins: () => [packages] },
};
