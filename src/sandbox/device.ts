/** EnOS's internationalized string. */
export interface StringI18n {
  readonly defaultValue: string;
  readonly i18nValue: Readonly<Record<string, string>>;
}

/** EnOS's Device struct, member for member as Get Device and Search Device return it. Times are epoch milliseconds. */
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
  readonly deviceName: StringI18n;
  readonly deviceSecret: string;
  readonly deviceDesc: string | null;
  readonly timezone: string;
  readonly deviceAttributes: Readonly<Record<string, unknown>>;
  readonly deviceTags: Readonly<Record<string, string>>;
  readonly createTime: number;
  readonly status: string;
  readonly activeTime: number;
  readonly lastOnlineTime: number;
  readonly lastOfflineTime: number;
  readonly measurepointLastUpdate: number | null;
  readonly eventLastUpdate: number | null;
  readonly attributeLastUpdate: number | null;
  readonly featureLastUpdate: number | null;
}
