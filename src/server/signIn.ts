/** How a person at the playground shows the authenticator that they may ask. */
export interface SignIn {
  /** The header that carries the token. */
  readonly header: string;
  /** What stands before the token in it. */
  readonly prefix: string;
  /** Whether whoever has the token also says for whom they ask, as the router does. */
  readonly speaksForOthers: boolean;
}

/** What each kind of authenticator wants to see; null where everybody may ask. */
export const SIGN_IN: Readonly<Record<"none" | "secret" | "jwt", SignIn | null>> = {
  none: null,
  secret: { header: "router-authorization", prefix: "", speaksForOthers: true },
  jwt: { header: "authorization", prefix: "Bearer ", speaksForOthers: false },
};
