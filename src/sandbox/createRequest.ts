/** The body of Create Device, once it was found right. */
export interface CreateRequest {
  readonly productKey: string;
  readonly timezone: string;
  readonly deviceName: {
    readonly defaultValue: string;
    readonly i18nValue?: Record<string, string> | "" | null;
  };
  readonly deviceAttributes?: Record<string, unknown> | null;
  readonly deviceKey?: string | null;
  readonly deviceDesc?: string | null;
  readonly deviceTags?: Record<string, string> | null;
}
