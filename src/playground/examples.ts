/** One tab to begin with. */
export interface Example {
  readonly query: string;
  readonly variables: string;
}

const FILES = import.meta.glob<string>("../../schema/operations/*.graphql", {
  query: "?raw",
  import: "default",
  eager: true,
});
const OPERATIONS = new Map(Object.entries(FILES).map(([path, text]) => [path.replace(/.*\//, ""), text]));

const TURBINE = { orgId: "o15475450989191", productKey: "Vu82Agp3", deviceKey: "my-first-turbine" };
const NAME = { defaultValue: "Turbine 1", i18nValue: { de_DE: "Windrad 1" } };

/** The tabs of a playground that nobody has used yet: the documented operations, with variables that work. */
export const EXAMPLES: readonly Example[] = [
  example("createDevice.graphql", "CreateDevice", {
    say: ["Press ▶ or Ctrl-Enter to create a device.", "Again: its idempotencyKey makes it the same device."],
    variables: {
      input: {
        ...TURBINE,
        timezone: "+08:00",
        deviceName: NAME,
        deviceTags: { floor: "3" },
        idempotencyKey: "order-4711",
      },
    },
  }),
  example("deviceByKey.graphql", "DeviceByKey", {
    say: [
      "The device of the first tab, once it is created.",
      "EnOS shows a new device after about 2 seconds.",
    ],
    variables: TURBINE,
  }),
  example("createDevices.graphql", "CreateDevices", {
    say: ["Many at once: one is created, one has no product,", "one is refused before EnOS is asked."],
    variables: {
      inputs: [
        { ...TURBINE, timezone: "+08:00", deviceName: { defaultValue: "Turbine 2" }, deviceKey: "turbine-2" },
        { ...TURBINE, timezone: "+08:00", deviceName: { defaultValue: "Lost" }, productKey: "NoSuch01" },
        { ...TURBINE, timezone: "Atlantis", deviceName: { defaultValue: "Sunk" } },
      ],
    },
  }),
  example("createDevice.graphql", "ProductIsFull", {
    say: ["A refusal is an answer like any other:", "this product takes no more devices."],
    variables: {
      input: {
        ...TURBINE,
        productKey: "FuLL0001",
        timezone: "+08:00",
        deviceName: NAME,
        deviceKey: "one-too-many",
      },
    },
  }),
  example("createDevice.graphql", "FaultyInput", {
    say: ["Every fault is found at once, and has its place:", "EnOS is not even asked."],
    variables: {
      input: {
        ...TURBINE,
        timezone: "Beijing",
        deviceName: NAME,
        deviceKey: "a b",
        deviceTags: { floor: 3 },
      },
    },
  }),
].filter((found) => found !== undefined);

interface Tab {
  /** What a newcomer reads first, in lines that fit the editor. */
  readonly say: readonly string[];
  readonly variables: object;
}

/** Gives the operation of a file as a tab, under a name of its own: a tab is called by its operation. */
function example(file: string, name: string, { say, variables }: Tab): Example | undefined {
  const operation = OPERATIONS.get(file)
    ?.replace(/^(#.*\n)+/, "")
    .replace(/^(query|mutation) \w+/, `$1 ${name}`);
  if (operation === undefined) return undefined;
  const comment = say.map((line) => `# ${line}\n`).join("");
  return { query: comment + operation, variables: JSON.stringify(variables, null, 2) };
}
