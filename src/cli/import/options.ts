import { parseArgs } from "node:util";

import { UsageError } from "./errors.js";

/** How many requests are under way at once, at most. */
const MAX_CONCURRENCY = 16;

/** Options of the command line. */
export interface Options {
  readonly file: string;
  readonly url: string;
  readonly orgId?: string;
  readonly productKey?: string;
  readonly mode: "import" | "dryRun" | "template";
  readonly concurrency: number;
}

export const HELP = `Creates the devices of a CSV file through the GraphQL API.

  npm run import -- devices.csv --url URL --org ORG --product PRODUCT

Options
  --url URL          GraphQL endpoint: the router's, or the subgraph's.
  --org ID           Organization of the rows that name none in a column orgId.
  --product KEY      Product of the rows that name none in a column productKey.
  --dry-run          Report the faults of every row and create nothing.
  --template         Write a file with the header and one example row of the product; needs --org and --product.
  --concurrency N    Requests at once, 1 to ${MAX_CONCURRENCY}; 4 unless given. Fewer are sent when the service asks to wait.
  --help             Show this text.
  --version          Show the version.

Request headers, such as credentials, come from the environment variable IMPORT_HEADERS, a JSON object:
  IMPORT_HEADERS='{"authorization":"Bearer …"}'
Without it, a terminal is asked for them when the service wants some. They are never given on the command line,
where other users of the machine can read them.

Columns
  name, timezone     Required. timezone is a UTC offset such as +08:00, or an IANA zone such as Asia/Shanghai.
  name.LOCALE        Translation of the name, such as name.zh_CN.
  deviceKey          Assigned when empty.
  desc               Description.
  attributes.ID      Attribute of the product's thing model; a list or structure is written as JSON.
  tags.KEY           Tag.
  orgId, productKey  Instead of --org and --product.
  idempotencyKey     Chosen by the import when empty. Must not be guessable.

Files beside devices.csv, readable by you alone
  devices.results.csv   Devices that were created, with their secrets.
  devices.failed.csv    Rows that were not, with the reasons: correct it and import it.
  devices.import.json   Random salt of the idempotency keys. Keep it: with it an import that was interrupted, even
                        killed, is started again by the same command, and creates no device twice.

Exit codes
  0   All rows are created, or have no fault.
  1   Some rows failed, or have faults.
  2   The command, the environment or the file is wrong; nothing was created.
  3   The service or a file could not be used; start again to continue.
  130 Interrupted; start again to continue.`;

/**
 * Returns the options of the command line.
 *
 * @param args the arguments behind the program's name.
 * @throws UsageError naming the argument at fault.
 */
export function readOptions(args: readonly string[]): Options | "help" | "version" {
  const { values, positionals } = parse(args);
  if (values.help) return "help";
  if (values.version) return "version";
  const [file, ...others] = positionals;
  if (file === undefined || others.length > 0) throw new UsageError("Name one CSV file. --help shows how.");
  const { url, org, product } = values;
  if (url === undefined || !/^https?:$/.test(URL.parse(url)?.protocol ?? ""))
    throw new UsageError("--url must be the http or https URL of a GraphQL endpoint.");
  const { username, password } = new URL(url);
  if (username !== "" || password !== "")
    throw new UsageError("--url must hold no credentials: give them in IMPORT_HEADERS.");
  if (values.template && (org === undefined || product === undefined))
    throw new UsageError("--template needs --org and --product.");
  if (values.template && values["dry-run"])
    throw new UsageError("--template and --dry-run exclude each other.");
  return {
    file,
    url,
    ...(org !== undefined && { orgId: org }),
    ...(product !== undefined && { productKey: product }),
    mode: values.template ? "template" : values["dry-run"] ? "dryRun" : "import",
    concurrency: readConcurrency(values.concurrency),
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        url: { type: "string" },
        org: { type: "string" },
        product: { type: "string" },
        "dry-run": { type: "boolean" },
        template: { type: "boolean" },
        concurrency: { type: "string", default: "4" },
        help: { type: "boolean", short: "h" },
        version: { type: "boolean" },
      },
    });
  } catch (error) {
    throw new UsageError(`${(error as Error).message} --help shows the options.`);
  }
}

function readConcurrency(text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 1 && number <= MAX_CONCURRENCY) return number;
  throw new UsageError(`--concurrency must be a whole number, 1 to ${MAX_CONCURRENCY}.`);
}
