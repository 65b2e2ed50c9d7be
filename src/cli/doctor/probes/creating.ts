import { findDifferences } from "../../../devices/createDevice/sameDevice.js";
import { readDevice as readRecord } from "../../../devices/deviceRecord.js";
import { READ_LAG_MS } from "../../../devices/readBack.js";
import { isJsonObject } from "../../../scalars/json.js";
import {
  type Finding,
  type Probe,
  type ProbeRun,
  Unanswered,
  describe,
  isDenied,
  permission,
} from "../probe.js";
import type { Answer } from "../session.js";
import type { Fields, Lag, Throwaway } from "../throwaway.js";
import { UNKNOWN_ATTRIBUTE, findChanges, show } from "../values.js";

/** Returns the throwaway, which exists whenever a probe that writes runs. */
export function throwawayOf({ throwaway }: ProbeRun): Throwaway {
  if (!throwaway) throw new Unanswered("Nothing may be written: give --write.");
  return throwaway;
}

/** Questions that creating a device answers. The first ones are asked before the device exists. */
export const CREATING: readonly Probe[] = [
  {
    question: "May the account delete devices? (asked about an unknown one)",
    sandbox: "yes",
    writes: true,
    find: async ({ session }) => permission(await session.send(deleteMissing), "Delete Device"),
  },
  {
    question: "How is a device of an unknown product refused?",
    sandbox: "HTTP 200, code 11404 “Product cannot be found”",
    writes: true,
    find: async (run) => ({ answer: describe(await createOfUnknownProduct(run)) }),
  },
  {
    question: "May a device key have a colon?",
    sandbox: "yes, as far as EnOS looks before it looks at the product",
    writes: true,
    find: async (run) => {
      const [plain, colon] = [
        await createOfUnknownProduct(run),
        await createOfUnknownProduct(run, "doctor:key"),
      ];
      return plain.code === colon.code
        ? { answer: "yes, as far as EnOS looks before it looks at the product" }
        : { answer: `no: ${describe(colon)}` };
    },
  },
  {
    question: "May the account create devices?",
    sandbox: "yes",
    writes: true,
    find: async (run) => {
      // Without the permission to delete, no device is created.
      if (isDenied(await run.session.send(deleteMissing)))
        throw new Unanswered("No device is created, because the account may not delete it.");
      return permission(await throwawayOf(run).create(run.model), "Create Device");
    },
  },
  {
    question: "Is a chosen device key taken as it is sent?",
    sandbox: "yes",
    writes: true,
    find: (run) => {
      const { answer, sent } = throwawayOf(run).created;
      if (answer.deviceKey === sent.deviceKey) return { answer: "yes", ...adviceOnKeys(run, "subgraph") };
      return { answer: `no: it became ${show(answer.deviceKey)}`, ...adviceOnKeys(run, "enos") };
    },
  },
  {
    question: "What do asset IDs consist of?",
    sandbox: "letters and digits",
    writes: true,
    find: (run) => {
      const { assetId } = throwawayOf(run).created;
      if (/^\d+$/.test(assetId)) return { answer: "digits" };
      return { answer: /^[A-Za-z0-9]+$/.test(assetId) ? "letters and digits" : "other characters, too" };
    },
  },
  {
    question: "After which time do reads show a new device?",
    sandbox: "2 s",
    writes: true,
    find: async (run) => lagFinding(await throwawayOf(run).readUntil((device) => device !== undefined)),
  },
  {
    question: "What is stored otherwise than it is sent?",
    sandbox: "nothing",
    writes: true,
    find: findStoredOtherwise,
  },
  {
    question: "Do reads show firmwareVersion and mirrorSource (EnOS 2.2 and later)?",
    sandbox: "yes",
    writes: true,
    find: async (run) => {
      const device = await readDevice(run);
      const missing = ["firmwareVersion", "mirrorSource"].filter((name) => !Object.hasOwn(device, name));
      return { answer: missing.length === 0 ? "yes" : `no: ${missing.join(" and ")} are missing` };
    },
  },
  {
    question: "What becomes of an attribute that the thing model lacks?",
    sandbox: "it is stored",
    writes: true,
    find: async (run) => {
      const { sent, refusals } = throwawayOf(run).created;
      const [refused] = refusals;
      if (refused) return { answer: `it is refused: ${describe(refused)}` };
      const { deviceAttributes } = await readDevice(run);
      const isStored = isJsonObject(deviceAttributes) && Object.hasOwn(deviceAttributes, UNKNOWN_ATTRIBUTE);
      return {
        answer: isStored || !(UNKNOWN_ATTRIBUTE in sent.deviceAttributes) ? "it is stored" : "it is dropped",
      };
    },
  },
  {
    question: "How is a device key refused that is taken?",
    sandbox: "HTTP 200, code 11702 “DeviceKey existed”",
    writes: true,
    find: async (run) => {
      const { sent } = throwawayOf(run).created;
      const answer = await throwawayOf(run).tryToCreate(sent);
      if (answer.code !== 0) return { answer: describe(answer) };
      return { answer: "a second device is created", ...adviceOnKeys(run, "enos") };
    },
  },
];

const deleteMissing = { method: "POST", action: "delete", query: { assetId: "doctor-no-such-id" } } as const;

async function createOfUnknownProduct(run: ProbeRun, deviceKey?: string): Promise<Answer> {
  const body = {
    ...throwawayOf(run).minimalBody(),
    productKey: "doctorNo1",
    ...(deviceKey && { deviceKey }),
  };
  const answer = await throwawayOf(run).tryToCreate(body);
  if (isDenied(answer) || answer.code === 0) throw new Unanswered(`EnOS answered ${describe(answer)}.`);
  return answer;
}

function adviceOnKeys({ config }: ProbeRun, deviceKeys: "subgraph" | "enos"): { advice?: string } {
  return config.deviceKeys === deviceKeys
    ? {}
    : { advice: `DEVICE_KEYS=${deviceKeys} (it is ${config.deviceKeys})` };
}

/** Returns the finding about a read lag. About 2 s count as the sandbox's lag, because a busy machine delays reads. */
export function lagFinding({ notYetMs, shownMs }: Lag): Finding {
  const advice = `The subgraph waits ${READ_LAG_MS / 1_000} s for a write to show: report it.`;
  return {
    answer:
      notYetMs === undefined
        ? `at once: the first read, after ${seconds(shownMs)}, showed it`
        : `${seconds(shownMs)} (not yet after ${seconds(notYetMs)})`,
    differs: notYetMs === undefined || shownMs < 1_500 || shownMs > READ_LAG_MS,
    ...(shownMs > READ_LAG_MS && { advice }),
  };
}

function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`;
}

/** Returns the throwaway device as reads show it, once they show it. */
export async function readDevice(run: ProbeRun): Promise<Fields> {
  const { fields } = await throwawayOf(run).readUntil((device) => device !== undefined);
  return fields ?? {};
}

async function findStoredOtherwise(run: ProbeRun): Promise<Finding> {
  const { sent } = throwawayOf(run).created;
  const stored = await readDevice(run);
  const changes = findChanges(sent, stored);
  const record = readRecord(stored);
  const { orgId } = run.session;
  const conflicts = record ? findDifferences({ ...sent, orgId }, record) : [];
  const paths = conflicts.map(({ path }) => path.join(".")).join(", ");
  return {
    answer: changes.length === 0 ? "nothing" : changes.join("; "),
    ...(paths !== "" && { advice: `A repeat would be taken for another device (${paths}): report it.` }),
  };
}
