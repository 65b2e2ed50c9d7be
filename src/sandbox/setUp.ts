import type { Backstage } from "./backstage.js";
import { type Credentials, SANDBOX_CREDENTIALS } from "./credentials.js";
import { Devices } from "./devices.js";
import { FaultScript } from "./faultScript.js";
import { Journal } from "./journal.js";
import type { SandboxOptions } from "./options.js";
import { indexOrganizations } from "./organizations.js";
import type { Platform } from "./platform.js";
import { ORGANIZATIONS } from "./seed.js";
import { DEFAULT_SETTINGS, type Settings } from "./settings.js";
import { Tokens } from "./tokens.js";
import { TokenService } from "./tokenService.js";

/** Gives an EnOS as the options want it: the one place where its parts meet. */
export function setUp(options: SandboxOptions): Backstage {
  const { journal = true } = options;
  return {
    platform: setUpPlatform(options),
    script: new FaultScript(),
    journal: journal ? new Journal() : undefined,
    counts: { token: 0, create: 0, get: 0, search: 0, other: 0 },
  };
}

function setUpPlatform(options: SandboxOptions): Platform {
  const { organizations = ORGANIZATIONS, clock = () => Date.now() } = options;
  const settings = setUpSettings(options);
  const credentials: Credentials = {
    appKey: options.appKey ?? SANDBOX_CREDENTIALS.appKey,
    appSecret: options.appSecret ?? SANDBOX_CREDENTIALS.appSecret,
  };
  const tokens = new Tokens(clock, () => settings.tokenLifetimeSeconds);
  return {
    clock,
    settings,
    credentials,
    organizations: indexOrganizations(organizations),
    devices: new Devices(),
    tokens,
    tokenService: new TokenService(credentials, tokens),
  };
}

function setUpSettings(options: SandboxOptions): Settings {
  const given = Object.entries(options).filter(
    ([name, value]) => value !== undefined && Object.hasOwn(DEFAULT_SETTINGS, name),
  );
  return { ...DEFAULT_SETTINGS, ...(Object.fromEntries(given) as Partial<Settings>) };
}
