/** Makes one program of ours and its packages: Node reads some dozens of files in less time than a thousand. */
import { build } from "rolldown";

/** What is started, and what other programs of this repository import. */
const ENTRIES = ["main", "devices/index", "graphql/subgraphSchema", "sandbox/main", "sandbox/sandbox"];

await build({
  input: Object.fromEntries(ENTRIES.map((entry) => [entry, `src/${entry}.ts`])),
  platform: "node",
  tsconfig: "tsconfig.json",
  // What need not be installed. The API of OpenTelemetry is a dependency of prom-client.
  external: [/^@opentelemetry\/(?!api$)/, "class-validator"],
  output: {
    dir: "dist",
    chunkFileNames: "chunks/[name].js",
    // Classes are named in metrics and in the log.
    keepNames: true,
    sourcemap: true,
    // One chunk would hold a character beyond Latin-1 somewhere, and V8 keeps all of such a source in two bytes each.
    codeSplitting: { groups: [{ name: packageOf, debugName: "packages" }] },
  },
});

/** The package that a file belongs to, and none for our own files. */
function packageOf(file) {
  return /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? null;
}
