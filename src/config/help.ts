import { VARIABLES } from "./config.js";
import { FILE_VARIABLES } from "./secretFiles.js";

/** Returns what `--help` prints: how to start the program, and every variable that it reads. */
export function helpText(version: string): string {
  const variables = Object.entries(VARIABLES).map(([name, { description, otherwise }]) => {
    const names = FILE_VARIABLES.includes(name)
      ? `${name}, or ${name}_FILE for the file that holds it`
      : name;
    return `  ${names}\n      ${description}${otherwise === "" ? "" : ` (default: ${otherwise})`}`;
  });
  return [
    `enos-devices-subgraph ${version}: the devices of EnOS as a subgraph of a GraphQL federation`,
    "",
    "Usage: node dist/main.js [--help | --version]",
    "",
    "All settings are environment variables. Every invalid one is reported at start, with the exit code 78.",
    "",
    ...variables,
    "",
    "  HTTP_PROXY, HTTPS_PROXY, NO_PROXY",
    "      the proxy through which EnOS is reached; lower-case names win",
    "",
  ].join("\n");
}
