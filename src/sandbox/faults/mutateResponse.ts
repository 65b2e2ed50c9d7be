import { isObject } from "../http/json.js";
import type { HttpResponse } from "../http/response.js";

type Data = Readonly<Record<string, unknown>>;

/** The ways in which a device's data are incomplete or misspelled. */
const MUTATIONS = {
  noAssetId: (data: Data): Data => without(data, "assetId"),
  noSecret: (data: Data): Data => without(data, "deviceSecret"),
  onlyAssetId: ({ assetId }: Data): Data => ({ assetId }),
  // The return sample of the manual's Create Device page, editions before August 2020.
  misspelled: (data: Data): Data =>
    Object.hasOwn(data, "deviceSecret")
      ? { ...without(data, "deviceSecret"), deviceSecrete: data.deviceSecret }
      : data,
};

export type Mutation = keyof typeof MUTATIONS;

/** Returns a response whose data are mutated: those of one device, or of every device of a search. */
export function mutateResponse(response: HttpResponse, mutation: Mutation): HttpResponse {
  const { body } = response;
  if (!isObject(body)) return response;
  const { data } = body;
  if (Array.isArray(data)) {
    return { ...response, body: { ...body, data: data.map((item) => MUTATIONS[mutation](item as Data)) } };
  }
  return isObject(data) ? { ...response, body: { ...body, data: MUTATIONS[mutation](data) } } : response;
}

function without(data: Data, name: string): Data {
  return Object.fromEntries(Object.entries(data).filter(([member]) => member !== name));
}
