import type { Answer } from "./answer.js";
import { isObject } from "./shape.js";

type Data = Readonly<Record<string, unknown>>;

/** The ways a device's data come incomplete or misspelled. */
const DISTORTIONS = {
  noAssetId: (data: Data): Data => without(data, "assetId"),
  noSecret: (data: Data): Data => without(data, "deviceSecret"),
  onlyAssetId: ({ assetId }: Data): Data => ({ assetId }),
  // The return sample of the manual's Create Device page, in its editions before August 2020.
  misspelled: (data: Data): Data =>
    Object.hasOwn(data, "deviceSecret")
      ? { ...without(data, "deviceSecret"), deviceSecrete: data.deviceSecret }
      : data,
};

/** One of these ways. */
export type Distortion = keyof typeof DISTORTIONS;

/** Gives an answer whose data, where it has any, are distorted: one device's, or those of every device found. */
export function distort(answer: Answer, way: Distortion): Answer {
  const { body } = answer;
  if (!isObject(body)) return answer;
  const data = body.data;
  if (Array.isArray(data)) {
    return { ...answer, body: { ...body, data: data.map((item) => DISTORTIONS[way](item as Data)) } };
  }
  return isObject(data) ? { ...answer, body: { ...body, data: DISTORTIONS[way](data) } } : answer;
}

function without(data: Data, name: string): Data {
  return Object.fromEntries(Object.entries(data).filter(([member]) => member !== name));
}
