interface Example {
  /** The file of `schema/operations` with the operation. */
  readonly file: string;
  /** Name of the operation in this tab, which is the title of the tab. */
  readonly name: string;
  /** Introduction for a newcomer, in lines that fit the editor. */
  readonly comment: readonly string[];
  readonly variables: object;
}

/** A tab as GraphiQL takes it. */
export interface ExampleTab {
  readonly query: string;
  readonly variables: string;
}

const TURBINE = { orgId: "o15475450989191", productKey: "Vu82Agp3", deviceKey: "my-first-turbine" };
const NAME = { defaultValue: "Turbine 1", i18nValue: { de_DE: "Windrad 1" } };

/** Stands for an asset ID, which is known only after the device is created. */
const PASTE_ASSET_ID = "Paste an assetId from a result of another tab.";
const PASTED = { orgId: TURBINE.orgId, assetId: "paste it here" };

/** The documented operations, with variables that work against the sandbox. Each entry is a tab. */
const EXAMPLES: readonly Example[] = [
  {
    file: "createDevice.graphql",
    name: "CreateDevice",
    comment: [
      "Press ▶ or Ctrl-Enter to create a device.",
      "Again: its idempotencyKey makes it the same device.",
    ],
    variables: {
      input: {
        ...TURBINE,
        timezone: "+08:00",
        deviceName: NAME,
        deviceTags: { floor: "3" },
        idempotencyKey: "6b0f7c52-6c1e-4a57-9d0a-3f2f6f1f8f10",
      },
    },
  },
  {
    file: "deviceByKey.graphql",
    name: "DeviceByKey",
    comment: [
      "The device of the first tab, once it is created.",
      "EnOS shows a new device after about 2 seconds.",
    ],
    variables: TURBINE,
  },
  {
    file: "devices.graphql",
    name: "Devices",
    comment: ["The newest devices of a product.", "Next page: after = pageInfo.endCursor."],
    variables: {
      orgId: TURBINE.orgId,
      filter: { productKeys: [TURBINE.productKey] },
      first: 10,
      locale: "de",
    },
  },
  {
    file: "device.graphql",
    name: "Device",
    comment: ["A device by its asset ID, which it keeps for life.", PASTE_ASSET_ID],
    variables: { ...PASTED, locale: "de" },
  },
  {
    file: "updateDevice.graphql",
    name: "UpdateDevice",
    comment: ["Changes what is named and leaves the rest.", PASTE_ASSET_ID],
    variables: { input: { ...PASTED, deviceDesc: "Inspected in spring" }, locale: "de" },
  },
  {
    file: "setDevicesEnabled.graphql",
    name: "SetDevicesEnabled",
    comment: ["A disabled device cannot connect.", PASTE_ASSET_ID],
    variables: { orgId: PASTED.orgId, assetIds: [PASTED.assetId], enabled: false },
  },
  {
    file: "deleteDevices.graphql",
    name: "DeleteDevices",
    comment: ["Deletes devices for good.", PASTE_ASSET_ID],
    variables: { orgId: PASTED.orgId, assetIds: [PASTED.assetId] },
  },
  {
    file: "thingModel.graphql",
    name: "ThingModel",
    comment: ["The attributes that devices of a product have,", "also as a JSON Schema for form generators."],
    variables: { orgId: TURBINE.orgId, productKey: TURBINE.productKey, locale: "en" },
  },
  {
    file: "checkDevices.graphql",
    name: "CheckDevices",
    comment: ["The faults of inputs. No device is created."],
    variables: {
      inputs: [
        { ...TURBINE, timezone: "+08:00", deviceName: NAME, deviceKey: "turbine-3" },
        {
          ...TURBINE,
          timezone: "Atlantis",
          deviceName: NAME,
          deviceKey: "turbine-4",
          deviceAttributes: { noSuchAttribute: 1 },
        },
      ],
    },
  },
  {
    file: "createDevices.graphql",
    name: "CreateDevices",
    comment: [
      "Many at once: one is created, one has no product,",
      "one is refused before EnOS receives a request.",
    ],
    variables: {
      inputs: [
        { ...TURBINE, timezone: "+08:00", deviceName: { defaultValue: "Turbine 2" }, deviceKey: "turbine-2" },
        { ...TURBINE, timezone: "+08:00", deviceName: { defaultValue: "Lost" }, productKey: "NoSuch01" },
        { ...TURBINE, timezone: "Atlantis", deviceName: { defaultValue: "Sunk" } },
      ],
    },
  },
  {
    file: "createDevice.graphql",
    name: "ProductIsFull",
    comment: ["A refusal is a result like any other:", "this product takes no more devices."],
    variables: {
      input: {
        ...TURBINE,
        productKey: "FuLL0001",
        timezone: "+08:00",
        deviceName: NAME,
        deviceKey: "one-too-many",
      },
    },
  },
  {
    file: "createDevice.graphql",
    name: "FaultyInput",
    comment: ["All faults are found at once, each with its path.", "EnOS receives no request."],
    variables: {
      input: {
        ...TURBINE,
        timezone: "Beijing",
        deviceName: NAME,
        deviceKey: "a b",
        deviceTags: { floor: 3 },
      },
    },
  },
];

const FILES = import.meta.glob<string>("../../schema/operations/*.graphql", {
  query: "?raw",
  import: "default",
  eager: true,
});

/** The tabs of a playground at its first use. */
export const EXAMPLE_TABS: readonly ExampleTab[] = EXAMPLES.map(({ file, name, comment, variables }) => {
  const document = FILES[`../../schema/operations/${file}`];
  if (document === undefined) throw new Error(`schema/operations has no ${file}`);
  const operation = document.replace(/^(#.*\n)+/, "").replace(/^(query|mutation) \w+/, `$1 ${name}`);
  return {
    query: comment.map((line) => `# ${line}\n`).join("") + operation,
    variables: JSON.stringify(variables, null, 2),
  };
});
