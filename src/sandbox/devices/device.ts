import { randomBytes } from "node:crypto";

/** EnOS's internationalized string. A store that changes what it is given may keep null. */
export interface StringI18n {
  readonly defaultValue: string;
  readonly i18nValue?: Readonly<Record<string, string | null>> | null;
}

/**
 * EnOS's Device struct, as Get Device and Search Device return it. Times are epoch milliseconds, 0 means never.
 * The sandbox's own values are strings where the type says so; the admin API can store anything.
 */
export interface Device {
  readonly orgId: string;
  readonly assetId: string;
  readonly modelId: string;
  readonly modelIdPath: string;
  readonly productKey: string;
  readonly productName: StringI18n;
  readonly productType: string;
  readonly dataFormat: string;
  readonly deviceKey: string;
  /** A plain text in stores that keep names without translations. */
  readonly deviceName: StringI18n | string;
  readonly deviceSecret: string;
  readonly deviceDesc: string | null;
  readonly timezone: string;
  readonly deviceAttributes: Readonly<Record<string, unknown>> | null;
  readonly deviceTags: Readonly<Record<string, string>> | null;
  readonly createTime: number;
  /** `inactive`, `online`, `offline`, `disable` or `mirror`. */
  readonly status: string;
  readonly activeTime: number;
  readonly lastOnlineTime: number;
  readonly lastOfflineTime: number;
  readonly measurepointLastUpdate: number | null;
  readonly eventLastUpdate: number | null;
  readonly attributeLastUpdate: number | null;
  readonly featureLastUpdate: number | null;
  /** Asset ID of the device a mirror device mirrors. From EnOS 2.2 on. */
  readonly mirrorSource: string | null;
  /** From EnOS 2.2 on. */
  readonly firmwareVersion: string | null;
}

/** The fields of a device that creation and update take from the client. */
export type DeviceInput = Pick<
  Device,
  "deviceName" | "timezone" | "deviceDesc" | "deviceAttributes" | "deviceTags"
>;

const ALPHANUMERICS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** Returns `length` random letters and digits: EnOS's identifiers and secrets consist of them. */
export function randomAlphanumerics(length: number): string {
  let text = "";
  for (const byte of randomBytes(length)) text += ALPHANUMERICS.charAt(byte % ALPHANUMERICS.length);
  return text;
}
