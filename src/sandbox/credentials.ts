/** What an application proves itself with; EnOS's console calls the pair AccessKey and SecretKey. */
export interface Credentials {
  readonly appKey: string;
  readonly appSecret: string;
}

/** The application a sandbox knows unless it is told another. The dashes matter: EnOS's own SDKs expect them. */
export const SANDBOX_CREDENTIALS: Credentials = {
  appKey: "11111111-2222-3333-4444-555555555555",
  appSecret: "sandbox-app-secret",
};
