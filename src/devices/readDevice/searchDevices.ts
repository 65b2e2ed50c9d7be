import { toInteger } from "../../enos/http/envelope.js";
import { isJsonObject } from "../../scalars/json.js";
import type { Accepted, Enos, Refused } from "../../enos/enos.js";
import { EnosRequestError, UNREADABLE_ANSWER } from "../../enos/errors.js";
import type { Deadline } from "../../runtime/deadline.js";
import { type DeviceRecord, readDevice } from "../deviceRecord.js";
import {
  type AssetReference,
  type DeviceReference,
  type KeyReference,
  nameOf,
  referencesTo,
} from "../deviceReference.js";
import { NO_SUCH_DEVICE } from "../enosCodes.js";
import { refusedRead, unavailableRead } from "./readErrors.js";

/**
 * Most devices that one search finds by name. Every edition of EnOS allows twice as many, and its manual recommends
 * half as many. More devices take several searches at once.
 */
export const PAGE_SIZE = 100;

/** The largest page of EnOS 2.1; later editions allow 1,000. */
export const MAX_PAGE_SIZE = 200;

/** All fields of a device that the graph shows. Without a projection, EnOS adds the secret. */
const PROJECTION = [
  ...["orgId", "assetId", "productKey", "deviceKey", "deviceName", "timezone", "deviceDesc"],
  ...["deviceAttributes", "deviceTags"],
  ...["status", "createTime", "activeTime", "lastOnlineTime", "lastOfflineTime"],
];

/** A request for one page of Search Device. */
export interface SearchRequest {
  readonly orgId: string;
  /** Undefined finds every device of the organization. */
  readonly expression: string | undefined;
  /** Counted from 1. */
  readonly pageNo: number;
  readonly pageSize: number;
  /** Paths of the requested fields; `orgId` is one of them, so that the answer can be checked. */
  readonly projection: readonly string[];
  /** Returns whether a row can match the expression. */
  readonly isListed: (row: DeviceRecord) => boolean;
}

export interface SearchPage {
  /** Newest first. A row without an asset ID is undefined. */
  readonly rows: readonly (DeviceRecord | undefined)[];
  /** Rows on all pages; undefined when EnOS does not return it. */
  readonly totalSize: number | undefined;
}

/**
 * Returns one page of devices, or EnOS's refusal.
 *
 * @throws EnosRequestError when EnOS gives no answer, an unreadable answer, or an answer about other devices.
 * @see EnOS API manual, "Search Device"
 */
export async function searchDevices(
  enos: Enos,
  deadline: Deadline,
  request: SearchRequest,
): Promise<SearchPage | Refused> {
  const { orgId, expression, pageNo, pageSize, projection } = request;
  const body = { expression, pagination: { pageNo, pageSize }, projection };
  const reply = await enos.send(
    { method: "POST", action: "search", orgId, body, repeatable: true },
    deadline,
  );
  if (reply.ok) return readPage(reply, request);
  return NO_SUCH_DEVICE.has(reply.code) ? { rows: [], totalSize: 0 } : reply;
}

function readPage({ data, pagination }: Accepted, request: SearchRequest): SearchPage {
  if (!Array.isArray(data)) throw unreadable();
  if (isOfAnotherPage(pagination, request)) throw unreadable("EnOS's answer was another page.");
  const { orgId, isListed } = request;
  const rows = data.map((row: unknown) => {
    const device = readDevice(row);
    if (device && (isOfAnother(row, orgId) || !isListed(device)))
      throw unreadable("EnOS's answer was about another device.");
    return device;
  });
  return { rows, totalSize: isJsonObject(pagination) ? toInteger(pagination.totalSize) : undefined };
}

/** Returns whether an answer names another page, or another size, than the requested one: its rows have other places in the list. */
function isOfAnotherPage(pagination: unknown, { pageNo, pageSize }: SearchRequest): boolean {
  if (!isJsonObject(pagination)) return false;
  const [no = pageNo, size = pageSize] = [toInteger(pagination.pageNo), toInteger(pagination.pageSize)];
  return no !== pageNo || size !== pageSize;
}

function isOfAnother(row: unknown, orgId: string): boolean {
  return isJsonObject(row) && typeof row.orgId === "string" && row.orgId !== orgId;
}

/** Returns the error for an answer that does not belong to the search. */
export function unreadable(message = UNREADABLE_ANSWER): EnosRequestError {
  return new EnosRequestError(message, { outcome: "UNKNOWN", retry: "TRANSIENT" });
}

/**
 * Returns one page of devices for a resolver.
 *
 * @throws GraphQLError fit for clients when EnOS gives no answer or refuses.
 */
export async function searchForRead(
  enos: Enos,
  deadline: Deadline,
  request: SearchRequest,
): Promise<SearchPage> {
  const page = await searchDevices(enos, deadline, request).catch((error: unknown) => {
    throw error instanceof EnosRequestError ? unavailableRead(error) : error;
  });
  if ("rows" in page) return page;
  throw refusedRead(page, request.orgId);
}

/**
 * Returns the stored records of at most `PAGE_SIZE` devices of one organization, in any order.
 *
 * @throws GraphQLError fit for clients when EnOS gives no answer or refuses.
 */
export async function findDevices(
  enos: Enos,
  deadline: Deadline,
  orgId: string,
  references: readonly DeviceReference[],
): Promise<DeviceRecord[]> {
  const names = new Set(references.map(nameOf));
  const { rows } = await searchForRead(enos, deadline, {
    ...{ orgId, expression: toSearchExpression(references), pageNo: 1, pageSize: PAGE_SIZE },
    projection: PROJECTION,
    isListed: ({ assetId, productKey = "", deviceKey = null }) =>
      referencesTo({ orgId, assetId, productKey, deviceKey }).some((known) => names.has(nameOf(known))),
  });
  return rows.filter((row) => row !== undefined);
}

/**
 * Returns the expression that finds devices of one organization; all references must be of the same kind, and
 * `canExist` must hold for each.
 *
 * @see EnOS API manual, "Search Device", table of `expression`
 */
export function toSearchExpression(references: readonly DeviceReference[]): string {
  const assets = references.filter((reference): reference is AssetReference => "assetId" in reference);
  if (assets.length > 0)
    return isIn(
      "assetId",
      assets.map(({ assetId }) => assetId),
    );
  return toKeyExpression(references as readonly KeyReference[]);
}

/** In some editions a key is unique only in its product, so the keys of each product have their own condition. */
function toKeyExpression(references: readonly KeyReference[]): string {
  const products = Map.groupBy(references, ({ productKey }) => productKey);
  return [...products]
    .map(([productKey, keys]) => {
      const deviceKeys = isIn(
        "deviceKey",
        keys.map(({ deviceKey }) => deviceKey),
      );
      return `(productKey = '${productKey}' and ${deviceKeys})`;
    })
    .join(" or ");
}

function isIn(field: string, ids: readonly string[]): string {
  return `${field} in (${ids.map((id) => `'${id}'`).join(", ")})`;
}
