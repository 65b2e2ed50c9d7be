import type { Clock } from "./clock.js";
import type { Credentials } from "./credentials.js";
import type { Device } from "./device.js";
import type { Devices } from "./devices.js";
import type { IndexedOrganization } from "./organizations.js";
import type { Settings } from "./settings.js";
import type { TokenService } from "./tokenService.js";
import type { Tokens } from "./tokens.js";

/** What an EnOS consists of, whichever way it is spoken to. */
export interface Platform {
  readonly clock: Clock;
  readonly settings: Settings;
  readonly credentials: Credentials;
  readonly organizations: ReadonlyMap<string, IndexedOrganization>;
  readonly devices: Devices;
  readonly tokens: Tokens;
  readonly tokenService: TokenService;
}

/** Tells whether reads already see a device: EnOS's reads lag behind its writes. */
export function isVisible({ clock, settings }: Platform, device: Device): boolean {
  return device.createTime + settings.readLagMs <= clock();
}
