/**
 * One call of EnOS's device service, `/connect-service/v2.1/devices`.
 *
 * EnOS calls the operation an action and names it in the query: `?action=create`.
 */
export interface EnosAction {
  readonly method: "GET" | "POST";
  readonly action: "create" | "get" | "search";
  readonly orgId: string;
  /** Query parameters besides `action` and `orgId`, not yet encoded. */
  readonly query?: Readonly<Record<string, string>>;
  /** Sent as JSON; serialized once, and those very bytes are signed. */
  readonly body?: object;
  /** Whether sending it twice leaves EnOS as sending it once does. Decides if a lost answer may be asked for again. */
  readonly repeatable: boolean;
  /** Refusals by which EnOS says that it did nothing and should be asked again. */
  readonly tryAgainCodes?: ReadonlySet<number>;
}
