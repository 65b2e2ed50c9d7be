import { parseArgs } from "node:util";

/** Default path of the journal. */
const JOURNAL = "doctor-throwaway.json";

/** Options of the command line. */
export type Options =
  | { readonly mode: "help" }
  | { readonly mode: "version" }
  | { readonly mode: "cleanUp"; readonly journal: string }
  | {
      readonly mode: "examine";
      readonly orgId: string;
      readonly productKey: string | undefined;
      readonly writes: boolean;
      readonly record: string | undefined;
      readonly journal: string;
    };

/** The command line is at fault: the message names the option. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

export const HELP = `Finds out what no manual of EnOS settles, from the EnOS that the environment names.

  ENOS_URL=https://apim.example.com ENOS_APP_KEY=… ENOS_APP_SECRET=… \\
    npm run doctor -- --org ORG --product PRODUCT [--write PRODUCT]

Options
  --org ID          Organization to ask as. Required.
  --product KEY     Product to read, with its thing model.
  --write KEY       Create one device of this product, change it and delete it: most questions need it.
  --record FILE     Save what was said about that device: no secret, no token, IDs replaced by their names.
  --journal FILE    Where that device is written down while it exists; ${JOURNAL} unless given.
  --clean-up        Delete what the journal of an interrupted run names, and nothing else.
  --help            Show this text.
  --version         Show the version.

It reads the same variables as the subgraph (node dist/main.js --help), and deletes only what it created.

Exit codes
  0   Everything was found out; denied permissions are answers, too.
  1   Something could not be found out, or a device is left behind: the report says which.
  78  The environment or the command line is at fault, or EnOS refused the credentials.`;

/**
 * Returns the options of the command line.
 *
 * @param args the arguments behind the program's name.
 * @throws UsageError naming the option at fault.
 */
export function readOptions(args: readonly string[]): Options {
  const values = parse(args);
  if (values.help) return { mode: "help" };
  if (values.version) return { mode: "version" };
  const { org, product, write, record, journal } = values;
  if (values["clean-up"]) return { mode: "cleanUp", journal };
  if (!org) throw new UsageError("--org is missing: the organization to ask as.");
  if (record !== undefined && write === undefined)
    throw new UsageError("--record needs --write: only what is said about the throwaway device is saved.");
  if (write !== undefined && product !== undefined && write !== product)
    throw new UsageError("--product and --write must name the same product.");
  const productKey = write ?? product;
  // It is used in a search expression, where quotes cannot be escaped.
  if (productKey !== undefined && !/^[\w-]+$/.test(productKey))
    throw new UsageError(
      `${write === undefined ? "--product" : "--write"} must be a product key: letters, digits, _ and -.`,
    );
  return { mode: "examine", orgId: org, productKey, writes: write !== undefined, record, journal };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        org: { type: "string" },
        product: { type: "string" },
        write: { type: "string" },
        record: { type: "string" },
        journal: { type: "string", default: JOURNAL },
        "clean-up": { type: "boolean" },
        help: { type: "boolean", short: "h" },
        version: { type: "boolean" },
      },
    }).values;
  } catch (error) {
    throw new UsageError(`${(error as Error).message} --help shows the options.`);
  }
}
