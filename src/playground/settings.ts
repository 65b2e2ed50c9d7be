/** How a person who uses the playground shows that they may. */
export interface SignIn {
  /** The header that carries the token. */
  readonly header: string;
  /** What stands before the token in it, such as `Bearer `. */
  readonly prefix: string;
  /** Whether whoever has the token also says for whom they ask, as the router does. */
  readonly speaksForOthers: boolean;
}

export interface Settings {
  /** Null where everybody may ask. */
  readonly signIn: SignIn | null;
}

/** Gives what this server's playground needs to know; nothing of it is secret. */
export async function readSettings(): Promise<Settings> {
  const response = await fetch("/playground/settings.json");
  if (!response.ok) throw new Error(`/playground/settings.json: HTTP status ${response.status}`);
  return (await response.json()) as Settings;
}
