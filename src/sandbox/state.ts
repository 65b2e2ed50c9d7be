import { DeviceStore } from "./devices/deviceStore.js";
import { FaultQueue } from "./faults/faultQueue.js";
import { ResponseSwaps } from "./faults/responseSwaps.js";
import { Tokens } from "./gateway/tokens.js";
import { OPERATIONS, type Operation } from "./http/call.js";
import { RequestLog } from "./http/requestLog.js";
import { MODELS } from "./products/models.js";
import type { Product } from "./products/product.js";
import type { ThingModel } from "./products/thingModel.js";
import { type Credentials, ORGANIZATIONS, type Organization, SANDBOX_CREDENTIALS } from "./seed.js";
import { type Clock, DEFAULT_SETTINGS, type Settings } from "./settings.js";

/** Options of `startSandbox`: the initial settings, and options that cannot be changed later. */
export interface SandboxOptions extends Partial<Settings>, Partial<Credentials> {
  /** Default: any free port. */
  readonly port?: number;
  /** Address to listen on. Any other than loopback needs `allowedHosts`. Default: `127.0.0.1`. */
  readonly host?: string;
  /** Host names under which the sandbox answers, beside `localhost`. It answers under every IP address. */
  readonly allowedHosts?: readonly string[];
  /** Path of a file that keeps the devices when the sandbox stops. Default: none. */
  readonly stateFile?: string;
  /** Whether a sandbox without devices starts with demo devices. Default: false. */
  readonly demoDevices?: boolean;
  /** Default: `ORGANIZATIONS`. */
  readonly organizations?: readonly Organization[];
  /** Default: `MODELS`. */
  readonly models?: readonly ThingModel[];
  /** Whether calls are logged. Default: true. */
  readonly requestLog?: boolean;
  readonly clock?: Clock;
}

/** An organization with its products by `productKey`. */
export interface IndexedOrganization extends Omit<Organization, "products"> {
  readonly products: ReadonlyMap<string, Product>;
}

/** The whole state of a sandbox. */
export interface SandboxState {
  readonly clock: Clock;
  readonly settings: Settings;
  readonly credentials: Credentials;
  readonly organizations: ReadonlyMap<string, IndexedOrganization>;
  /** The thing models by `modelId`. */
  readonly models: ReadonlyMap<string, ThingModel>;
  readonly devices: DeviceStores;
  readonly tokens: Tokens;
  /** Every `encryption` that was accepted: EnOS accepts each one once. */
  readonly usedEncryptions: Set<string>;
  readonly faults: FaultQueue;
  readonly swaps: ResponseSwaps;
  /** `undefined` if calls are not logged. */
  readonly requestLog: RequestLog | undefined;
  /** Number of calls of each action since the start. */
  readonly counts: Record<Operation, number>;
}

/** The devices of every organization, by `orgId`. */
export class DeviceStores {
  readonly #stores = new Map<string, DeviceStore>();
  /** Called after every change of a device. */
  onChange: (() => void) | undefined;

  constructor(
    private readonly clock: Clock,
    private readonly settings: Settings,
  ) {}

  /** Returns the devices of one organization. */
  of(orgId: string): DeviceStore {
    const known = this.#stores.get(orgId);
    if (known) return known;
    const store = new DeviceStore(
      this.clock,
      () => this.settings.readLagMs,
      () => this.onChange?.(),
    );
    this.#stores.set(orgId, store);
    return store;
  }

  /** Returns the stores of all organizations that ever had a device. */
  all(): readonly DeviceStore[] {
    return [...this.#stores.values()];
  }

  /** Removes the devices of one organization, or of all, at once: without a read lag. */
  clear(orgId?: string): void {
    if (orgId === undefined) this.#stores.clear();
    else this.#stores.delete(orgId);
    this.onChange?.();
  }
}

/** Returns the state of a new sandbox. */
export function createState(options: SandboxOptions): SandboxState {
  const { organizations = ORGANIZATIONS, clock = () => Date.now(), requestLog = true } = options;
  const settings = initialSettings(options);
  return {
    clock,
    settings,
    credentials: {
      appKey: options.appKey ?? SANDBOX_CREDENTIALS.appKey,
      appSecret: options.appSecret ?? SANDBOX_CREDENTIALS.appSecret,
    },
    organizations: new Map(organizations.map((one) => [one.orgId, index(one)])),
    models: new Map((options.models ?? MODELS).map((model) => [model.modelId, model])),
    devices: new DeviceStores(clock, settings),
    tokens: new Tokens(clock, () => settings.tokenLifetimeSeconds),
    usedEncryptions: new Set(),
    faults: new FaultQueue(),
    swaps: new ResponseSwaps(),
    requestLog: requestLog ? new RequestLog() : undefined,
    counts: Object.fromEntries(OPERATIONS.map((operation) => [operation, 0])) as Record<Operation, number>,
  };
}

function index({ products, ...organization }: Organization): IndexedOrganization {
  return { ...organization, products: new Map(products.map((product) => [product.productKey, product])) };
}

function initialSettings(options: SandboxOptions): Settings {
  const given = Object.entries(options).filter(
    ([name, value]) => value !== undefined && Object.hasOwn(DEFAULT_SETTINGS, name),
  );
  return { ...DEFAULT_SETTINGS, ...(Object.fromEntries(given) as Partial<Settings>) };
}
