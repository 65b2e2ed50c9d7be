import { isJsonObject } from "../http/json.js";
import { type HttpResponse, invalidArgument, refusal, success } from "../http/response.js";
import type { OrganizationCall } from "../routes.js";
import { isFrom, type Settings } from "../settings.js";
import { identityOf } from "./createDevice.js";
import {
  type Device,
  type DeviceInput,
  randomAlphanumerics,
  readInput,
  readName,
  type StringI18n,
} from "./device.js";
import { normalize } from "./normalizations.js";
import { identify } from "./readDevice.js";
import {
  alreadyDisabled,
  alreadyEnabled,
  deviceNotFound,
  noDeviceToSwitch,
  notForMirrors,
} from "./refusals.js";
import { applyModel, validateKey, validateUpdate } from "./validateDevice.js";

type Body = Readonly<Record<string, unknown>>;

/** Serves Update Device: with `isPatchUpdate=false`, fields that are absent get their defaults. */
export function updateDevice(call: OrganizationCall, body: Body): HttpResponse {
  const { settings } = call.state;
  const isPatch = call.call.query.get("isPatchUpdate") ?? "true";
  if (!/^(true|false)$/i.test(isPatch)) return invalidArgument("isPatchUpdate", "isPatchUpdate is invalid");
  const isFull = isPatch.toLowerCase() === "false";
  const invalid = validateUpdate(body, !isFull, settings);
  if (invalid) return invalid;
  return change(call, deviceNotFound(settings), (device) => {
    const given = (body.deviceAttributes ?? {}) as Record<string, unknown>;
    const modelled = applyModel(call.state, device.modelId, given, isFull);
    if ("headers" in modelled) return modelled;
    const checked = body.deviceAttributes == null ? body : { ...body, deviceAttributes: modelled.attributes };
    const input = isFull ? readInput(checked) : patch(device, checked, settings);
    call.store.put({ ...device, ...normalize({ ...device, ...input }, settings.normalize) });
    return success(null);
  });
}

/** Serves Delete Device. */
export function deleteDevice(call: OrganizationCall): HttpResponse {
  return change(call, deviceNotFound(call.state.settings), ({ assetId }) => {
    call.store.delete(assetId);
    return success(null);
  });
}

/** Returns the handler of Enable Device or Disable Device. */
export function switchDevice(action: "enable" | "disable") {
  return (call: OrganizationCall): HttpResponse => {
    const { settings, clock } = call.state;
    return change(call, noDeviceToSwitch(action, settings), (device) => {
      const isDisabled = device.status === "disable";
      if (device.status === "mirror") return notForMirrors();
      if (action === "enable" && !isDisabled) return alreadyEnabled(device, settings);
      if (action === "disable" && isDisabled) return alreadyDisabled(settings);
      if (action === "enable") {
        call.store.put({ ...device, status: device.activeTime === 0 ? "inactive" : "offline" });
      } else {
        // A disabled device is disconnected.
        const lastOfflineTime = device.status === "online" ? clock() : device.lastOfflineTime;
        call.store.put({ ...device, status: "disable", lastOfflineTime });
      }
      return success(null);
    });
  };
}

/** Serves Replace Device: the asset gets another key and another secret, and has never connected. */
export function replaceDevice(call: OrganizationCall, { newDeviceKey }: Body): HttpResponse {
  const { state, store } = call;
  if ((newDeviceKey ?? "") === "") return invalidArgument("newDeviceKey", "newDeviceKey is missing");
  const invalid = validateKey(newDeviceKey, isFrom("2.4", state.settings));
  if (invalid) return invalid;
  return change(call, deviceNotFound(state.settings), (device) => {
    const deviceKey = newDeviceKey as string;
    if (device.deviceKey === deviceKey) return refusal(11704, "The new deviceKey equals the old one");
    if (store.currentByKey(deviceKey)) return refusal(11702, "DeviceKey existed");
    const deviceSecret = randomAlphanumerics(20);
    const replaced = { ...device, deviceKey, deviceSecret, status: "inactive", activeTime: 0 };
    store.put(replaced);
    return success(identityOf(replaced));
  });
}

/** Runs a write on the device that a call names. */
function change(
  { store, call }: OrganizationCall,
  notFound: HttpResponse,
  write: (device: Device) => HttpResponse,
): HttpResponse {
  const device = identify(
    call,
    (assetId) => store.current(assetId),
    (deviceKey) => store.currentByKey(deviceKey),
  );
  if (!device) return notFound;
  return "headers" in device ? device : write(device);
}

/** Returns the fields that a patch changes. The manual does not say what null means there; it changes nothing. */
function patch(device: Device, body: Body, settings: Settings): Partial<DeviceInput> {
  const { timezone, deviceDesc, deviceTags, deviceName, deviceAttributes } = body as Partial<Device>;
  return {
    ...(timezone != null && { timezone }),
    ...(deviceDesc != null && { deviceDesc }),
    // Always replaced as a whole (manual: "How to use tag").
    ...(deviceTags != null && { deviceTags }),
    ...(deviceName != null && { deviceName: patchName(device, deviceName as StringI18n, settings) }),
    ...(deviceAttributes != null && {
      deviceAttributes:
        settings.patchAttributes === "merge"
          ? { ...device.deviceAttributes, ...deviceAttributes }
          : deviceAttributes,
    }),
  };
}

function patchName({ deviceName }: Device, given: StringI18n, settings: Settings): StringI18n {
  const name = readName(given);
  if (settings.patchTranslations === "replace" || !isJsonObject(deviceName)) return name;
  return { ...name, i18nValue: { ...(deviceName as StringI18n).i18nValue, ...name.i18nValue } };
}
