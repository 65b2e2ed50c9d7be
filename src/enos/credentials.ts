import type { Secret } from "../secret.js";

/** How EnOS knows this application: the access key and secret key of its service account. */
export interface EnosCredentials {
  readonly appKey: string;
  readonly appSecret: Secret;
}
