import { ThingDataType } from "../../../devices/thingModel/thingDataType.js";
import { isJsonObject } from "../../../scalars/json.js";
import {
  type Finding,
  type Probe,
  type ProbeRun,
  Unanswered,
  accepted,
  describe,
  permission,
} from "../probe.js";
import { randomTag } from "../throwaway.js";
import { requiredAttributes, show } from "../values.js";
import { lagFinding, readDevice, throwawayOf } from "./creating.js";

/** Questions about searching for the throwaway device, and about updating it. */
export const CHANGING: readonly Probe[] = [
  {
    question: "How does `like` compare names?",
    sandbox: "in any case; with parts of the name; % is no wildcard",
    writes: true,
    find: async (run) => {
      const isFound = (text: string) => findsByName(run, "deviceName", text);
      if (!(await isFound("throwaway")) && !(await isFound("Doctor throwaway")))
        throw new Unanswered("The search finds the device by no part of its name.");
      const answers = [
        (await isFound("tHROWAWAY")) ? "in any case" : "case by case",
        (await isFound("hrowawa")) ? "with parts of the name" : "with whole words",
        (await isFound("Doctor%away")) ? "% is a wildcard" : "% is no wildcard",
      ];
      return { answer: answers.join("; ") };
    },
  },
  {
    question: "Does `like` on a translation that is missing look into the default name?",
    sandbox: "yes",
    writes: true,
    find: async (run) => ({
      answer: (await findsByName(run, "deviceName.zh_CN", "throwaway")) ? "yes" : "no",
    }),
  },
  {
    question: "May the account update devices?",
    sandbox: "yes",
    writes: true,
    find: async (run) => {
      const { deviceDesc } = throwawayOf(run).created.sent;
      const body = deviceDesc === undefined ? {} : { deviceDesc };
      return permission(await throwawayOf(run).send("update", { body }), "Update Device");
    },
  },
  {
    question: "After which time do reads show an update?",
    sandbox: "2 s",
    writes: true,
    find: async (run) => {
      const deviceDesc = `lag ${randomTag()}`;
      accepted(await throwawayOf(run).send("update", { body: { deviceDesc } }));
      return lagFinding(await throwawayOf(run).readUntil((device) => device?.deviceDesc === deviceDesc));
    },
  },
  {
    question: "Are the attributes of an update merged into the stored ones, or do they replace them?",
    sandbox: "merged",
    writes: true,
    find: findAttributePatch,
  },
  {
    question: "And the translations of a name?",
    sandbox: "they replace the stored ones",
    writes: true,
    find: async (run) => {
      const { defaultValue } = throwawayOf(run).created.sent.deviceName;
      const name = (i18nValue: object) => ({ deviceName: { defaultValue, i18nValue } });
      await throwawayOf(run).update(name({ en_US: "English" }));
      const { deviceName } = await throwawayOf(run).update(name({ zh_CN: "中文" }));
      const { i18nValue } = isJsonObject(deviceName) ? deviceName : {};
      if (!isJsonObject(i18nValue)) return { answer: "no translation is stored" };
      return { answer: Object.hasOwn(i18nValue, "en_US") ? "merged" : "they replace the stored ones" };
    },
  },
  {
    question: "What becomes of a time zone that does not exist?",
    sandbox: "refused: HTTP 200, code 99400 “Invalid Argument timezone:timezone is not supported”",
    writes: true,
    find: async (run) => {
      const timezone = "Nowhere/Land";
      const answer = await throwawayOf(run).send("update", { body: { timezone } });
      return { answer: answer.code === 0 ? "it is taken" : `refused: ${describe(answer)}` };
    },
  },
  {
    question: "How is an attribute refused that the thing model does not allow?",
    sandbox: "HTTP 200, code 99400, and the attribute is named",
    writes: true,
    find: findModelRefusal,
  },
  {
    question: "What does a full update leave of what it does not give?",
    sandbox: "deviceDesc null; deviceAttributes {}; deviceTags {}; i18nValue {}",
    writes: true,
    find: findBareDevice,
  },
  {
    question: "How is an empty description stored?",
    sandbox: '""',
    writes: true,
    find: async (run) => {
      const deviceTags = { last: randomTag() };
      accepted(await throwawayOf(run).send("update", { body: { deviceDesc: "", deviceTags } }));
      const { fields } = await throwawayOf(run).readUntil(
        (device) => isJsonObject(device?.deviceTags) && device.deviceTags.last === deviceTags.last,
      );
      return { answer: show(fields?.deviceDesc) };
    },
  },
];

async function findsByName(run: ProbeRun, path: string, text: string): Promise<boolean> {
  const { assetId } = throwawayOf(run).created;
  const body = {
    expression: `assetId = '${assetId}' and ${path} like '${text}'`,
    pagination: { pageNo: 1, pageSize: 1 },
    projection: ["assetId"],
  };
  const { data } = accepted(await run.session.send({ method: "POST", action: "search", body }));
  return Array.isArray(data) && data.length > 0;
}

/** Updates one of the device's attributes, and checks whether the others are still stored. */
async function findAttributePatch(run: ProbeRun): Promise<Finding> {
  const { deviceAttributes } = await readDevice(run);
  const { sent } = throwawayOf(run).created;
  const stored = isJsonObject(deviceAttributes) ? deviceAttributes : {};
  const [kept, given] = Object.keys(sent.deviceAttributes).filter((name) => Object.hasOwn(stored, name));
  if (kept === undefined || given === undefined)
    throw new Unanswered("It takes a product whose thing model has two attributes.");
  const body = { deviceAttributes: { [given]: sent.deviceAttributes[given] } };
  const updated = (await throwawayOf(run).update(body)).deviceAttributes;
  const isMerged = isJsonObject(updated) && Object.hasOwn(updated, kept);
  const { patchAttributes } = run.config;
  const right = isMerged ? "merges" : "replaces";
  return {
    answer: isMerged ? "merged" : "they replace the stored ones",
    ...(right !== patchAttributes && { advice: `ENOS_PATCH_ATTRIBUTES=${right} (it is ${patchAttributes})` }),
  };
}

async function findModelRefusal(run: ProbeRun): Promise<Finding> {
  const { INT, FLOAT, DOUBLE } = ThingDataType;
  const number = run.model?.attributes.find(({ dataType }) => [INT, FLOAT, DOUBLE].includes(dataType));
  if (!number) throw new Unanswered("It takes a product whose thing model has a number, and can be read.");
  const body = { deviceAttributes: { [number.identifier]: "doctor: no number" } };
  const answer = await throwawayOf(run).send("update", { body });
  if (answer.code === 0) return { answer: "it is not refused" };
  const { status, code, message } = answer;
  const named = message.includes(number.identifier)
    ? "and the attribute is named"
    : `and only “${message}” is said`;
  return { answer: code === undefined ? describe(answer) : `HTTP ${status}, code ${code}, ${named}` };
}

async function findBareDevice(run: ProbeRun): Promise<Finding> {
  const { timezone } = throwawayOf(run).created.sent;
  const required = Object.fromEntries(requiredAttributes(run.model));
  const defaultValue = `Doctor bare ${randomTag()}`;
  const body = {
    ...{ timezone, deviceName: { defaultValue } },
    ...(Object.keys(required).length > 0 && { deviceAttributes: required }),
  };
  accepted(await throwawayOf(run).send("update", { body, query: { isPatchUpdate: "false" } }));
  const { fields } = await throwawayOf(run).readUntil(
    (device) =>
      device?.deviceName === defaultValue ||
      (isJsonObject(device?.deviceName) && device.deviceName.defaultValue === defaultValue),
  );
  const { deviceDesc, deviceAttributes, deviceTags, deviceName } = fields ?? {};
  const others = isJsonObject(deviceAttributes)
    ? Object.fromEntries(Object.entries(deviceAttributes).filter(([name]) => !Object.hasOwn(required, name)))
    : deviceAttributes;
  const name = isJsonObject(deviceName)
    ? `i18nValue ${show(deviceName.i18nValue)}`
    : "deviceName a plain text";
  return {
    answer: `deviceDesc ${show(deviceDesc)}; deviceAttributes ${show(others)}; deviceTags ${show(deviceTags)}; ${name}`,
  };
}
