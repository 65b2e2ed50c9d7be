import { type Probe, Unanswered, accepted, describe, isDenied, permission } from "../probe.js";
import { lagFinding, throwawayOf } from "./creating.js";

/** Questions about disabling, enabling and deleting the throwaway device; the last ones are asked when it is deleted. */
export const ENDING: readonly Probe[] = [
  {
    question: "How is enabling a device refused that is enabled?",
    sandbox: "HTTP 200, code 11721 “Device is inactive”",
    writes: true,
    find: async (run) => ({ answer: describe(await throwawayOf(run).send("enable")) }),
  },
  {
    question: "May the account disable devices?",
    sandbox: "yes",
    writes: true,
    find: async (run) => permission(await throwawayOf(run).send("disable"), "Disable Device"),
  },
  {
    question: "How do reads show that a device is disabled?",
    sandbox: 'status "disable"',
    writes: true,
    find: async (run) => {
      // A repeat changes nothing, and its answer shows whether the device is disabled.
      const answer = await throwawayOf(run).send("disable");
      if (isDenied(answer)) throw new Unanswered(`EnOS answered ${describe(answer)}.`);
      const { fields } = await throwawayOf(run).readUntil((device) => device?.status !== "inactive");
      return { answer: `status ${JSON.stringify(fields?.status)}` };
    },
  },
  {
    question: "How is disabling a device refused that is disabled?",
    sandbox: "HTTP 200, code 11723 “Device is disabled”",
    writes: true,
    find: async (run) => ({ answer: describe(await throwawayOf(run).send("disable")) }),
  },
  {
    question: "May the account enable devices?",
    sandbox: "yes",
    writes: true,
    find: async (run) => permission(await throwawayOf(run).send("enable"), "Enable Device"),
  },
  {
    question: "After which time do reads show that a device is deleted?",
    sandbox: "2 s",
    writes: true,
    find: async (run) => {
      accepted(await throwawayOf(run).send("delete"));
      return lagFinding(await throwawayOf(run).readUntil((device) => device === undefined));
    },
  },
  {
    question: "How is deleting a device refused that is deleted?",
    sandbox: "HTTP 200, code 11404 “Device cannot be found”",
    writes: true,
    find: async (run) => ({ answer: describe(await throwawayOf(run).send("delete")) }),
  },
  {
    question: "How is enabling a device refused that is deleted?",
    sandbox: "HTTP 200, code 11721 “Device not found”",
    writes: true,
    find: async (run) => {
      const answer = await throwawayOf(run).send("enable");
      if (answer.code === 0) throw new Unanswered("The device is still there.");
      return { answer: describe(answer) };
    },
  },
];
