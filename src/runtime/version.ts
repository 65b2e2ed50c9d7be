import manifest from "../../package.json" with { type: "json" };

/** The program's version, as `--version`, log, metrics and traces show it. */
export const VERSION: string = manifest.version;
