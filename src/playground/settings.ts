/** The credential that the sign-in form asks for, and the header that carries it. */
export interface SignIn {
  /** With the router's secret a person also chooses the caller, as the router does. */
  readonly credential: "routerSecret" | "token";
  readonly header: string;
  /** Text in front of the credential in that header, such as `Bearer `. */
  readonly prefix: string;
}

export interface Settings {
  /** Null: requests carry no credential. */
  readonly signIn: SignIn | null;
  /** All existing scopes. */
  readonly scopes: readonly string[];
}

/**
 * The GraphQL endpoint and the settings, found from the page's own address: a reverse proxy may serve both under
 * a path prefix that this server does not know.
 */
export const GRAPHQL_URL = new URL("../graphql", document.baseURI);
const SETTINGS_URL = new URL("settings.json", document.baseURI);

/**
 * Returns the settings of this server's playground. None of them is secret.
 *
 * @throws Error with a message for people when they cannot be read.
 */
export async function readSettings(): Promise<Settings> {
  const response = await fetch(SETTINGS_URL).catch(() => undefined);
  if (!response) throw new Error("The subgraph cannot be reached.");
  const settings = (await response.json().catch(() => undefined)) as Settings | undefined;
  if (response.ok && settings && "signIn" in settings) return settings;
  throw new Error(`The settings of the playground cannot be read (HTTP ${response.status}).`);
}
