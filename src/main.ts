import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

import closeWithGrace from "close-with-grace";

import { startApp } from "./app.js";
import { banner } from "./banner.js";
import { ConfigError, readConfig, type Config } from "./config/config.js";
import type { EnosAccess } from "./config/enosAccess.js";
import { helpText } from "./config/help.js";
import { Secret } from "./runtime/secret.js";
import { VERSION } from "./runtime/version.js";
import type { Sandbox } from "./sandbox/sandbox.js";
import { ListenError } from "./server/listen.js";
import { TracingNotInstalled } from "./telemetry/tracing.js";
import { createLogger, standardOutput } from "./telemetry/logger.js";

/** The exit code for a configuration error. @see sysexits(3), EX_CONFIG */
const EX_CONFIG = 78;

/** The exit code for an unknown option. @see sysexits(3), EX_USAGE */
const EX_USAGE = 64;

/** The port of the embedded sandbox, unless another program uses it. */
const SANDBOX_PORT = 4010;

/** Time limit for reading the last log lines. Milliseconds. */
const LOG_DRAIN_MS = 1_000;

/** Time for ending the process, in addition to the drain delay and the operations under way. Milliseconds. */
const SHUTDOWN_MARGIN_MS = 5_000;

answerOptions();
const config = readConfigOrExit();
const sandbox = config.enos ? undefined : await startSandbox();
const enos = config.enos ?? (sandbox && accessOf(sandbox));
if (!enos) throw new Error("neither an EnOS nor a sandbox");
const logger = createLogger(config.logLevel);
const playgroundFolder = fileURLToPath(new URL("./playground", import.meta.url));
const app = await startApp({ config, enos, logger, playgroundFolder }).catch(exitUnlessRunning);
closeWithGrace(
  { delay: config.drainDelayMs + config.deadlineMs + SHUTDOWN_MARGIN_MS, logger },
  async ({ signal, err }) => {
    if (err) logger.fatal({ err }, "an error that nothing caught");
    else logger.info({ signal }, "draining");
    await app.close();
    await sandbox?.close();
    await standardOutput().drain(LOG_DRAIN_MS);
  },
);
if (config.production) {
  const { url, adminUrl } = app;
  // Logged before the process is ready: the line helps to find out why a process does not get ready.
  logger.info({ url, adminUrl, ...describe(config) }, "listening");
  void app.whenReady.then(() => {
    logger.info({ url, adminUrl }, "ready");
  });
} else console.log(banner(config, app, sandbox?.url));

/** Prints what `--help` or `--version` asks for, and ends. */
function answerOptions(): void {
  const options = { help: { type: "boolean", short: "h" }, version: { type: "boolean" } } as const;
  try {
    const { help, version } = parseArgs({ options }).values;
    if (!help && !version) return;
    console.log(help ? helpText(VERSION) : VERSION);
    process.exit(0);
  } catch (error) {
    console.error(
      `${(error as Error).message}. Everything but --help and --version is set by the environment.`,
    );
    process.exit(EX_USAGE);
  }
}

/** Returns the parts of the configuration that may be logged. */
function describe({ enos: connection, routerAuth, limits, tracing, rateLimit, ...others }: Config): object {
  const { deviceKeys, patchAttributes, deadlineMs } = others;
  return {
    version: VERSION,
    node: process.version,
    enosHost: connection && new URL(connection.url).host,
    proxyHost: connection && proxyHostOf(connection),
    routerAuth: routerAuth.kind,
    deviceKeys,
    patchAttributes,
    deadlineMs,
    limits,
    tracing: tracing?.endpoint ?? "off",
    rateLimit: rateLimit ? { perMinute: rateLimit.perMinute } : "off",
  };
}

/** Only the host: the address of a proxy may hold a password. */
function proxyHostOf({ url, proxy }: EnosAccess): string {
  const address = url.startsWith("https:") ? proxy?.httpsProxy : proxy?.httpProxy;
  return address === undefined ? "none" : new URL(address).host;
}

function readConfigOrExit(): Config {
  try {
    return readConfig(process.env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    console.error(error.message);
    process.exit(EX_CONFIG);
  }
}

/** The person at the terminal can fix a port in use or a missing package, so these errors are printed without a stack. */
function exitUnlessRunning(error: unknown): never {
  if (!(error instanceof ListenError || error instanceof TracingNotInstalled)) throw error;
  console.error(error.message);
  process.exit(EX_CONFIG);
}

/** Starts the embedded sandbox. Production never loads a line of it. */
async function startSandbox() {
  const { startSandbox: start } = await import("./sandbox/sandbox.js");
  const stateFile = process.env.SANDBOX_STATE_FILE;
  const options = {
    allowedHosts: config.allowedHosts ?? [],
    demoDevices: true,
    ...(stateFile && { stateFile }),
  };
  return start({ ...options, port: SANDBOX_PORT })
    .catch(() => start({ ...options, port: 0 }))
    .catch((error: unknown) => {
      console.error(error instanceof Error ? error.message : String(error));
      return process.exit(EX_CONFIG);
    });
}

function accessOf({ url, appKey, appSecret }: Sandbox) {
  return { url, appKey, appSecret: new Secret(appSecret) };
}
