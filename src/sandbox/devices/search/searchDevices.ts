import { type HttpResponse, refusal, success } from "../../http/response.js";
import { isUnreadable } from "../../products/testProducts.js";
import type { OrganizationCall } from "../../routes.js";
import { isFrom, type Settings } from "../../settings.js";
import type { Device } from "../device.js";
import type { DeviceStore } from "../deviceStore.js";
import { toStruct } from "../readDevice.js";
import { matches } from "./matches.js";
import type { Expression, Operator, SearchField, SearchFields } from "./parseExpression.js";
import { project } from "./projection.js";
import { readSearchRequest } from "./searchRequest.js";

/** Serves Search Device, newest first. Time and memory do not depend on the page's number. */
export function searchDevices(call: OrganizationCall, body: unknown): HttpResponse {
  const { state, store } = call;
  const { settings } = state;
  const request = readSearchRequest(body, deviceFields(settings), settings);
  if ("headers" in request) return request;
  const { expression, pageNo, pageSize, projection } = request;
  if (expression && namesUnreadable(expression, call)) return refusal(99403, "Denied resource:  productKey");
  const first = (pageNo - 1) * pageSize;
  const page: Device[] = [];
  let totalSize = 0;
  for (const device of candidates(store, expression)) {
    if (expression && !matches(device, expression)) continue;
    if (totalSize >= first && page.length < pageSize) page.push(device);
    totalSize += 1;
  }
  const data = page.map((device) => {
    const struct = toStruct(device, settings);
    return project(request.populateLastUpdateInfo ? struct : { ...struct, ...NO_LAST_UPDATE }, projection);
  });
  return success(data, { pagination: { sortedBy: null, pageNo, pageSize, totalSize } });
}

/** Shown instead of the fields' values unless the search asks for them. */
const NO_LAST_UPDATE = {
  measurepointLastUpdate: null,
  eventLastUpdate: null,
  attributeLastUpdate: null,
  featureLastUpdate: null,
};

/** Returns the fields of a device that can be searched for. @see manual, "Search Device", table of `expression` */
function deviceFields(settings: Settings): SearchFields {
  const later: readonly Operator[] = isFrom("2.3", settings) ? ["!="] : [];
  const field = (...operators: Operator[]): SearchField => ({ operators, dotted: "never" });
  const fields = new Map<string, SearchField>([
    ["assetId", field("=", "in")],
    ["productKey", field("=", "in")],
    ["deviceKey", field("=", "in")],
    ["modelId", field("=", "in", ...later)],
    ["productType", field("=")],
    ["status", field("=", ...(isFrom("2.3", settings) ? (["in"] as const) : []))],
    ["deviceTags", { operators: ["=", "in", "exists", ...later], dotted: "always" }],
    ["deviceAttributes", { operators: ["=", "in", "exists"], dotted: "always" }],
    ["deviceName", { operators: ["like"], dotted: "maybe" }],
  ]);
  return isFrom("2.3", settings) ? fields.set("firmwareVersion", field("=", "in")) : fields;
}

/** Returns a superset of the matching devices: a few devices from an index if possible, else all devices. */
function candidates(store: DeviceStore, expression: Expression | undefined): Iterable<Device> {
  const named = expression && namedBy(expression);
  return named ? store.visibleAmong(named.assetIds, named.deviceKeys) : store.visible();
}

interface Names {
  readonly assetIds: readonly string[];
  readonly deviceKeys: readonly string[];
}

function namedBy(expression: Expression): Names | undefined {
  switch (expression.kind) {
    case "in":
      if (expression.path === "assetId") return { assetIds: [...expression.values], deviceKeys: [] };
      if (expression.path === "deviceKey") return { assetIds: [], deviceKeys: [...expression.values] };
      return undefined;
    case "and":
      return expression.parts.map(namedBy).find((names) => names !== undefined);
    case "or": {
      const named = expression.parts.map(namedBy);
      if (!named.every((names) => names !== undefined)) return undefined;
      return {
        assetIds: named.flatMap(({ assetIds }) => assetIds),
        deviceKeys: named.flatMap(({ deviceKeys }) => deviceKeys),
      };
    }
    default:
      return undefined;
  }
}

/** Returns whether an expression names a product whose devices may not be read, or one of those devices. */
function namesUnreadable(expression: Expression, call: OrganizationCall): boolean {
  const { store, organization } = call;
  if (expression.kind === "and" || expression.kind === "or") {
    return expression.parts.some((part) => namesUnreadable(part, call));
  }
  if (expression.kind !== "in") return false;
  const productKeyOf: Readonly<Record<string, (value: string) => string | undefined>> = {
    productKey: (value) => value,
    assetId: (value) => store.current(value)?.productKey,
    deviceKey: (value) => store.currentByKey(value)?.productKey,
  };
  const find = Object.hasOwn(productKeyOf, expression.path) ? productKeyOf[expression.path] : undefined;
  return [...expression.values].some((value) => isUnreadable(organization.products.get(find?.(value) ?? "")));
}
