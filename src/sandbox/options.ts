import type { Clock } from "./clock.js";
import type { Credentials } from "./credentials.js";
import type { Organization } from "./seed.js";
import type { Settings } from "./settings.js";

/** How a sandbox is to be: the settings it starts with, and what cannot change later. */
export interface SandboxOptions extends Partial<Settings>, Partial<Credentials> {
  /** Any free one unless given. */
  readonly port?: number;
  /** A loopback address; `127.0.0.1` unless given. */
  readonly host?: string;
  /** What exists; `ORGANIZATIONS` unless given. */
  readonly organizations?: readonly Organization[];
  /** Whether calls are written down; `true` unless given. */
  readonly journal?: boolean;
  readonly clock?: Clock;
}
