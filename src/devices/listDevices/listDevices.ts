import type { Enos } from "../../enos/enos.js";
import type { Deadline } from "../../runtime/deadline.js";
import { badArguments } from "../argumentProblems.js";
import { type DeviceRecord, toDevice } from "../deviceRecord.js";
import { isId } from "../deviceReference.js";
import { unavailableRead } from "../readDevice/readErrors.js";
import { MAX_PAGE_SIZE, type SearchPage, searchForRead, unreadable } from "../readDevice/searchDevices.js";
import { DeviceConnection, type ListedDevice } from "./connection.js";
import { CursorCodec } from "./cursor.js";
import { toCondition } from "./expression.js";
import type { DeviceFilter } from "./filter.js";
import { toProjection } from "./projection.js";

/** Default number of rows on a page. */
const DEFAULT_FIRST = 20;
const MAX_FIRST = 100;

export interface DeviceListRequest {
  readonly orgId: string;
  readonly filter: DeviceFilter;
  /** Number of requested rows, 0 to 100; 20 when absent. */
  readonly first: number | undefined;
  /** The cursor of the row before the page; absent for the first page. */
  readonly after: string | undefined;
  /** Fields of `Device` that the operation selects. */
  readonly fields: ReadonlySet<string>;
}

/**
 * Returns one page of an organization's devices.
 *
 * @throws GraphQLError BAD_USER_INPUT for arguments that are at fault; ENOS_UNAVAILABLE, ENOS_REFUSED or FORBIDDEN when
 *   EnOS gives no page.
 * @see EnOS API manual, "Search Device"
 */
export async function listDevices(
  enos: Enos,
  deadline: Deadline,
  { orgId, filter, first = DEFAULT_FIRST, after, fields }: DeviceListRequest,
): Promise<DeviceConnection> {
  const { expression, isImpossible, problems } = toCondition(filter);
  const cursors = new CursorCodec([orgId, isImpossible ? "nothing" : (expression ?? null)]);
  const offset = after === undefined ? 0 : cursors.readNext(after);
  if (!isId(orgId))
    problems.push({
      argument: "orgId",
      path: [],
      message: "is no ID that an organization of EnOS can have.",
    });
  if (first < 0 || first > MAX_FIRST)
    problems.push({ argument: "first", path: [], message: `must be 0 to ${MAX_FIRST}, and is ${first}.` });
  // The cursor can be checked only if the filter has no faults: correcting them changes the expression.
  else if (offset === undefined && problems.length === 0)
    problems.push({ argument: "after", path: [], message: "is no cursor of this organization and filter." });
  if (offset === undefined || problems.length > 0) throw badArguments(problems);

  const part = { offset, first, cursors };
  if (isImpossible) return new DeviceConnection({ ...part, devices: [], count: 0, totalCount: 0 });

  const { pageSize, pageNumbers, skip } = toWindow(offset, first);
  const isListed = toCheck(filter);
  const pages = await Promise.all(
    pageNumbers.map((pageNo) =>
      searchForRead(enos, deadline, {
        ...{ orgId, expression, pageNo, pageSize, isListed },
        projection: toProjection(fields, filter),
      }),
    ),
  );
  const rows = pages.flatMap(({ rows: found }) => found).slice(skip, skip + first);
  return new DeviceConnection({
    ...part,
    devices: rows.flatMap((row, index) => toListed(row, orgId, offset + index)),
    count: rows.length,
    totalCount: toTotal(pages),
  });
}

/** The pages of EnOS that hold a part of the list. */
export interface Window {
  readonly pageSize: number;
  /** One or two page numbers, counted from 1. */
  readonly pageNumbers: readonly number[];
  /** Rows of the first page that come before the part. */
  readonly skip: number;
}

/**
 * Returns the fewest pages that hold `first` rows from `offset` on: one if a page of some size fits, else two.
 *
 * A device that is created between the reads of two pages shifts the rows.
 */
export function toWindow(offset: number, first: number): Window {
  const smallest = Math.max(1, first);
  for (let pageSize = smallest; pageSize <= MAX_PAGE_SIZE; pageSize += 1) {
    const skip = offset % pageSize;
    if (skip + first <= pageSize) return { pageSize, pageNumbers: [1 + (offset - skip) / pageSize], skip };
  }
  const skip = offset % smallest;
  const pageNo = 1 + (offset - skip) / smallest;
  return { pageSize: smallest, pageNumbers: [pageNo, pageNo + 1], skip };
}

/** Returns a check of rows: one without the filter's identifiers shows that the answer belongs to another request. */
function toCheck({ productKeys, assetIds, deviceKeys }: DeviceFilter): (row: DeviceRecord) => boolean {
  const isIn = (ids: readonly string[] | null | undefined) => {
    const set = ids && new Set(ids);
    return (id: string | undefined) => !set || id === undefined || set.has(id);
  };
  const [hasProduct, hasAsset, hasKey] = [isIn(productKeys), isIn(assetIds), isIn(deviceKeys)];
  return ({ productKey, assetId, deviceKey }) =>
    hasProduct(productKey) && hasAsset(assetId) && hasKey(deviceKey);
}

function toListed(row: DeviceRecord | undefined, orgId: string, offset: number): ListedDevice[] {
  return row?.productKey === undefined ? [] : [{ device: toDevice(row, orgId, row.productKey), offset }];
}

function toTotal(pages: readonly SearchPage[]): number {
  const total = pages.at(-1)?.totalSize;
  if (total === undefined) throw unavailableRead(unreadable());
  return total;
}
