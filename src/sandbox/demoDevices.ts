import { type Device, newDevice } from "./devices/device.js";
import type { SandboxState } from "./state.js";

type Demo = Partial<Device> & Pick<Device, "orgId" | "productKey" | "deviceKey" | "deviceName" | "timezone">;

const DAY_MS = 86_400_000;
const ORG_ID = "o15475450989191";

/** Returns demo devices: several products, statuses, languages, tags and attributes. */
function demoDevices(now: number): readonly Demo[] {
  const turbines = Array.from({ length: 8 }, (_, index): Demo => {
    const number = String(index + 1);
    return {
      orgId: ORG_ID,
      productKey: "Vu82Agp3",
      deviceKey: `demo-turbine-${number}`,
      deviceName: {
        defaultValue: `Turbine ${number}`,
        i18nValue: { en_US: `Turbine ${number}`, zh_CN: `${number}号风机` },
      },
      timezone: "Asia/Shanghai",
      deviceAttributes: { ratedPower: 2_000 + 250 * (index % 3), commissioned: `2019-05-0${number}` },
      deviceTags: { site: index < 4 ? "north" : "south" },
      ...STATUSES[index % STATUSES.length]?.(now),
    };
  });
  return [
    ...turbines,
    {
      orgId: ORG_ID,
      productKey: "AllTypes",
      deviceKey: "demo-every-type",
      deviceName: { defaultValue: "Every type", i18nValue: {} },
      timezone: "+01:00",
      deviceDesc: "Has an attribute of every type",
      deviceAttributes: {
        count: 3,
        ratio: 0.5,
        ratedPower: 2500.5,
        enabled: true,
        phase: 2,
        side: "north",
        serial: "SN-0001",
        installed: "2019-05-06",
        calibrated: 1_565_875_705_704,
        readings: [1.5, 2],
        labels: ["new"],
        location: { latitude: 52.5, longitude: 13.4, site: "roof" },
        extras: { any: ["thing"] },
        handbook: "ftp://example.com/handbook.pdf",
      },
    },
    {
      orgId: "o15475450989192",
      productKey: "Qx94Bmt7",
      deviceKey: "demo-inverter-1",
      deviceName: { defaultValue: "Inverter 1", i18nValue: {} },
      timezone: "America/Los_Angeles",
    },
  ];
}

const STATUSES: readonly ((now: number) => Partial<Device>)[] = [
  (now) => ({ status: "online", activeTime: now - 9 * DAY_MS, lastOnlineTime: now - DAY_MS }),
  () => ({ status: "inactive" }),
  (now) => ({
    status: "offline",
    activeTime: now - 8 * DAY_MS,
    lastOnlineTime: now - 2 * DAY_MS,
    lastOfflineTime: now - DAY_MS,
  }),
  (now) => ({ status: "disable", activeTime: now - 7 * DAY_MS, lastOfflineTime: now - 3 * DAY_MS }),
];

/** Adds demo devices that were created some days ago. Devices of products that do not exist are left out. */
export function addDemoDevices({ organizations, devices, clock }: SandboxState): void {
  const now = clock();
  for (const [index, demo] of demoDevices(now).entries()) {
    const product = organizations.get(demo.orgId)?.products.get(demo.productKey);
    const createTime = now - 10 * DAY_MS + index * 1_000;
    if (product) devices.of(demo.orgId).put(newDevice(demo.orgId, product, createTime, demo), -Infinity);
  }
}
