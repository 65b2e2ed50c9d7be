import type { Device } from "./device.js";
import type { DeviceStore } from "./deviceStore.js";
import type { Expression } from "./expression.js";

/**
 * Gives devices among which are all that an expression describes: the few an index names where one can
 * name them, else every one.
 */
export function candidates(store: DeviceStore, expression: Expression | undefined): readonly Device[] {
  return (expression && indexed(store, expression)) ?? store.all();
}

function indexed(store: DeviceStore, expression: Expression): readonly Device[] | undefined {
  switch (expression.kind) {
    case "in":
      return lookUp(store, expression.path, [...expression.values]);
    case "and":
      return expression.parts
        .map((part) => indexed(store, part))
        .filter((found) => found !== undefined)
        .reduce<readonly Device[] | undefined>(
          (fewest, found) => (fewest && fewest.length <= found.length ? fewest : found),
          undefined,
        );
    case "or": {
      const found = expression.parts.map((part) => indexed(store, part));
      return found.every((devices) => devices !== undefined) ? [...new Set(found.flat())] : undefined;
    }
    default:
      return undefined;
  }
}

function lookUp(store: DeviceStore, path: string, values: readonly string[]): readonly Device[] | undefined {
  switch (path) {
    case "assetId":
      return values.flatMap((assetId) => store.byAssetId(assetId) ?? []);
    case "deviceKey":
      return values.flatMap((deviceKey) => store.byDeviceKey(deviceKey) ?? []);
    case "productKey":
      return values.flatMap((productKey) => store.byProductKey(productKey));
    default:
      return undefined;
  }
}
