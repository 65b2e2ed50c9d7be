import { MAX_PAGE_SIZE } from "../../../devices/readDevice/searchDevices.js";
import { readThingModel } from "../../../devices/thingModel/readThingModel.js";
import { toInteger } from "../../../enos/http/envelope.js";
import { isJsonObject } from "../../../scalars/json.js";
import { type Probe, type ProbeRun, Unanswered, accepted, describe, isDenied, permission } from "../probe.js";
import type { Answer, EnosRequest } from "../session.js";

/** An ID that no object has. */
const MISSING = "doctor-no-such-id";

const searchNothing: EnosRequest = { method: "POST", action: "search", body: search() };
const getMissing: EnosRequest = { method: "GET", action: "get", query: { assetId: MISSING } };

/** Returns the body of a search; by default of one that finds no device. */
function search(expression = `assetId = '${MISSING}'`, pageSize = 10): object {
  return { expression, pagination: { pageNo: 1, pageSize }, projection: ["assetId"] };
}

/** Questions that need only reads. */
export const READING: readonly Probe[] = [
  {
    question: "May the account search devices?",
    sandbox: "yes",
    writes: false,
    find: async ({ session }) => permission(await session.send(searchNothing), "Search Device"),
  },
  {
    question: "May the account read a device?",
    sandbox: "yes",
    writes: false,
    find: async ({ session }) => permission(await session.send(getMissing), "Get Device"),
  },
  {
    question: "May the account read the product?",
    sandbox: "yes",
    writes: false,
    find: async (run) => permission(await getProduct(run), "Get Product"),
  },
  {
    question: "May the account read the product's thing model?",
    sandbox: "yes",
    writes: false,
    find: findModel,
  },
  {
    question: "How is a read of an unknown device refused?",
    sandbox: "HTTP 200, code 11404 “Device cannot be found”",
    writes: false,
    find: async ({ session }) => refusal(await session.send(getMissing)),
  },
  {
    question: "How is a read of an unknown product refused?",
    sandbox: "HTTP 200, code 11404 “Product cannot be found”",
    writes: false,
    find: async ({ session }) =>
      refusal(
        await session.send({
          ...{ method: "GET", resource: "products", action: "get" },
          query: { productKey: MISSING },
        }),
      ),
  },
  {
    question: "How is an unknown organization refused?",
    sandbox: "HTTP 200, code 99400 “Invalid Argument orgId:  orgId does not exist”",
    writes: false,
    find: async ({ session }) => refusal(await session.send(searchNothing, { orgId: "o0" })),
  },
  {
    question: "How large may a page of devices be?",
    sandbox: "1000",
    writes: false,
    find: findMaxPageSize,
  },
  {
    question: "Does a search take `!=`, a list of statuses and firmwareVersion (EnOS 2.3 and later)?",
    sandbox: "yes",
    writes: false,
    find: async ({ session }) => {
      const body = search("modelId != 'm' and status in ('online') and firmwareVersion = 'f'");
      const answer = await session.send({ method: "POST", action: "search", body });
      if (isDenied(answer)) throw new Unanswered(`EnOS answered ${describe(answer)}.`);
      return { answer: answer.code === 0 ? "yes" : `no: ${describe(answer)}`, differs: answer.code !== 0 };
    },
  },
  {
    question: "How far may a request's timestamp be off?",
    sandbox: "any time: 23 h behind and ahead are accepted",
    writes: false,
    find: findClockWindow,
  },
];

async function getProduct({ session, productKey }: ProbeRun): Promise<Answer> {
  if (productKey === undefined) throw new Unanswered("Name a product with --product.");
  return session.send({ method: "GET", resource: "products", action: "get", query: { productKey } });
}

async function findModel(run: ProbeRun) {
  const { data } = accepted(await getProduct(run));
  const modelId = isJsonObject(data) ? data.modelId : undefined;
  if (typeof modelId !== "string") throw new Unanswered("The product names no thing model.");
  const request: EnosRequest = { method: "GET", resource: "thing-models", action: "get", query: { modelId } };
  const answer = await run.session.send(request);
  run.model = answer.code === 0 ? readThingModel(answer.data, modelId) : undefined;
  return permission(answer, "Get Thing Model");
}

function refusal(answer: Answer) {
  if (isDenied(answer) || answer.code === 0) throw new Unanswered(`EnOS answered ${describe(answer)}.`);
  return { answer: describe(answer) };
}

/** Larger than the limit in any manual: EnOS Edge allows 3,000. */
const MAX_ASKED = 4_000;

/** Finds the largest accepted page size by bisection. A size that EnOS silently reduces does not count as accepted. */
async function findMaxPageSize({ session }: ProbeRun) {
  const isTaken = async (pageSize: number) => {
    const body = search(undefined, pageSize);
    const answer = await session.send({ method: "POST", action: "search", body });
    if (isDenied(answer)) throw new Unanswered(`EnOS answered ${describe(answer)}.`);
    if (answer.code !== 0) return false;
    const shown = isJsonObject(answer.pagination) ? toInteger(answer.pagination.pageSize) : undefined;
    return shown === undefined || shown === pageSize;
  };
  if (await isTaken(MAX_ASKED)) return { answer: `${MAX_ASKED} or more` };
  let [taken, refused] = [0, MAX_ASKED];
  while (refused - taken > 1) {
    const size = Math.floor((taken + refused) / 2);
    if (await isTaken(size)) taken = size;
    else refused = size;
  }
  if (taken === 0) throw new Unanswered("EnOS took no page size.");
  const advice = `The subgraph asks for up to ${MAX_PAGE_SIZE}: report it.`;
  return { answer: String(taken), ...(taken < MAX_PAGE_SIZE && { advice }) };
}

/** Below the round limits that a gateway may have, so that the duration of a request does not affect the result. Minutes. */
const SKEWS = [0.5, 1.5, 4, 9, 14, 28, 55, 23 * 60];

async function findClockWindow({ session }: ProbeRun) {
  const findLimit = async (sign: 1 | -1) => {
    let accepted: number | undefined;
    for (const minutes of SKEWS) {
      const answer = await session.send(searchNothing, { skewMs: sign * minutes * 60_000 });
      if (answer.code !== 0) return { accepted, refused: minutes, by: describe(answer) };
      accepted = minutes;
    }
    return { accepted };
  };
  const [behind, ahead] = [await findLimit(-1), await findLimit(1)];
  if (behind.refused === undefined && ahead.refused === undefined)
    return { answer: "any time: 23 h behind and ahead are accepted" };
  const least = Math.min(behind.accepted ?? 0, ahead.accepted ?? 0);
  return {
    answer: `${limitText(behind)} behind; ${limitText(ahead)} ahead`,
    advice: `Keep the clocks of all replicas accurate to ${least} min (NTP).`,
  };
}

interface ClockLimit {
  readonly accepted?: number | undefined;
  readonly refused?: number;
  readonly by?: string;
}

function limitText({ accepted: minutes, refused, by }: ClockLimit): string {
  const taken = minutes === undefined ? "none accepted" : `${minutes} min accepted`;
  return refused === undefined ? taken : `${taken}, ${refused} min refused (${by})`;
}
