import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";

import { isJsonObject, rawNumber } from "../http/json.js";
import type { HttpResponse } from "../http/response.js";
import { bytesOf } from "../http/writeResponse.js";
import type { Fault } from "./fault.js";

type Data = Readonly<Record<string, unknown>>;
type Of<Kind extends Fault["kind"]> = Extract<Fault, { kind: Kind }>;

const MUTATIONS = {
  noAssetId: (response: HttpResponse) => onData(response, (data) => without(data, "assetId")),
  noSecret: (response: HttpResponse) => onData(response, (data) => without(data, "deviceSecret")),
  onlyAssetId: (response: HttpResponse) => onData(response, ({ assetId }) => ({ assetId })),
  // The return sample of the manual's Create Device page, editions before August 2020.
  misspelled: (response: HttpResponse) =>
    onData(response, (data) =>
      Object.hasOwn(data, "deviceSecret")
        ? { ...without(data, "deviceSecret"), deviceSecrete: data.deviceSecret }
        : data,
    ),
  numericIds: (response: HttpResponse) => onData(response, withNumericIds),
  nested: (response: HttpResponse, { depth }: Of<"nested">) => nest(response, depth),
  oversized: (response: HttpResponse, { requestId = 0, msg = 0 }: Of<"oversized">) =>
    onEnvelope(response, (body) => ({
      ...body,
      requestId: lengthen(body.requestId, requestId),
      msg: lengthen(body.msg, msg),
    })),
  encoded: (response: HttpResponse, { coding }: Of<"encoded">) => ({
    ...response,
    headers: { ...response.headers, "content-encoding": coding },
    body: CODINGS[coding](bytesOf(response)),
  }),
  bom: (response: HttpResponse) => ({
    ...response,
    body: Buffer.concat([Buffer.from("\ufeff"), bytesOf(response)]),
  }),
} satisfies { [Kind in Fault["kind"]]?: (response: HttpResponse, fault: Of<Kind>) => HttpResponse };

export type Mutation = keyof typeof MUTATIONS;

const CODINGS = { gzip: gzipSync, br: brotliCompressSync, deflate: deflateSync };
const ID_FIELDS = ["assetId", "productKey", "deviceKey"];

/** Stands for deep arrays, which `JSON.stringify` cannot write: it recurses, and thousands of levels overflow its stack. */
const PLACEHOLDER = "\u0001nested\u0001";

/** Returns a response that is mutated as a fault says. Mutated data are those of a device, or of every device found. */
export function mutateResponse(response: HttpResponse, fault: Of<Mutation>): HttpResponse {
  const mutate = MUTATIONS[fault.kind] as (response: HttpResponse, fault: Fault) => HttpResponse;
  return mutate(response, fault);
}

function onEnvelope(response: HttpResponse, change: (body: Data) => Data): HttpResponse {
  return isJsonObject(response.body) ? { ...response, body: change(response.body) } : response;
}

function onData(response: HttpResponse, change: (data: Data) => Data): HttpResponse {
  return onEnvelope(response, (body) => {
    const { data } = body;
    if (Array.isArray(data)) return { ...body, data: data.map((item) => change(item as Data)) };
    return isJsonObject(data) ? { ...body, data: change(data) } : body;
  });
}

function without(data: Data, name: string): Data {
  return Object.fromEntries(Object.entries(data).filter(([member]) => member !== name));
}

/** IDs that consist of digits become JSON numbers, with all of their digits. */
function withNumericIds(data: Data): Data {
  const isNumeric = (name: string, value: unknown): value is string =>
    ID_FIELDS.includes(name) && typeof value === "string" && /^(0|[1-9]\d*)$/.test(value);
  return Object.fromEntries(
    Object.entries(data).map(([name, value]) => [name, isNumeric(name, value) ? rawNumber(value) : value]),
  );
}

function nest(response: HttpResponse, depth: number): HttpResponse {
  const marked = onData(response, (data) => ({
    ...data,
    deviceAttributes: { ...(data.deviceAttributes as Data | undefined), nested: PLACEHOLDER },
  }));
  const value = "[".repeat(depth) + "]".repeat(depth);
  return { ...marked, body: JSON.stringify(marked.body).replaceAll(JSON.stringify(PLACEHOLDER), value) };
}

function lengthen(value: unknown, length: number): string {
  return (typeof value === "string" ? value : "").padEnd(length, "x");
}
