import type { Operation } from "./call.js";
import type { FaultScript } from "./faultScript.js";
import type { Journal } from "./journal.js";
import type { Platform } from "./platform.js";

/** The EnOS, and what watches and disturbs it. */
export interface Backstage {
  readonly platform: Platform;
  readonly script: FaultScript;
  /** Absent where calls are not written down. */
  readonly journal: Journal | undefined;
  /** The calls of each operation since the start. */
  readonly counts: Record<Operation, number>;
}
