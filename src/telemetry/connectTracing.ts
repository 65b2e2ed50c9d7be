import type { TracingConfig } from "../config/tracing.js";
import type { Tracing } from "./tracing.js";
import { untraced } from "./untraced.js";

/** Tracing is asked for and not installed; the message says what to install. */
export class TracingNotInstalled extends Error {
  override readonly name = "TracingNotInstalled";
}

/**
 * Gives the tracing that is configured. OpenTelemetry is loaded only then, and need not be installed otherwise.
 *
 * @throws TracingNotInstalled when it is not.
 */
export async function connectTracing(config: TracingConfig | undefined): Promise<Tracing> {
  if (!config) return untraced;
  try {
    const { OpenTelemetry } = await import("./openTelemetry.js");
    return new OpenTelemetry(config);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ERR_MODULE_NOT_FOUND") throw error;
    throw new TracingNotInstalled(
      "OTEL_EXPORTER_OTLP_ENDPOINT: OpenTelemetry is not installed. Install the packages that package.json " +
        "names under peerDependencies.",
      { cause: error },
    );
  }
}
