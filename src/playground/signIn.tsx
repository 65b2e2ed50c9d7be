import { useState, type SubmitEvent } from "react";

import { RequestFailedError, sendOperation } from "./sendOperation.js";
import type { Settings, SignIn } from "./settings.js";

export interface SignInFormProps {
  readonly signIn: SignIn;
  readonly scopes: readonly string[];
  /** Why a session ended; undefined at first and after signing out. */
  readonly reason: string | undefined;
  /** Takes the headers that authenticate the person, once the subgraph has accepted them. */
  readonly onSignIn: (headers: Readonly<Record<string, string>>) => void;
}

const ALL_ORGANIZATIONS = "*";

const CREDENTIALS = {
  routerSecret: {
    label: "Router secret",
    help: "A value of ROUTER_SECRET, which the subgraph and its router share.",
    refused: "The subgraph does not accept this router secret.",
  },
  token: {
    label: "Token",
    help: "A JSON Web Token (JWT) of your identity provider.",
    refused: undefined,
  },
};

/** Asks for credentials and tries them. They live in the memory of the page only. */
export function SignInForm({ signIn, scopes, reason, onSignIn }: SignInFormProps) {
  const [refusal, setRefusal] = useState(reason);
  const [isPending, setIsPending] = useState(false);
  const { label, help, refused } = CREDENTIALS[signIn.credential];

  const tryHeaders = async (headers: Readonly<Record<string, string>>) => {
    setIsPending(true);
    setRefusal(undefined);
    try {
      const { errors } = await sendOperation({ query: "{ __typename }" }, headers);
      if (errors) setRefusal(errors[0]?.message);
      else onSignIn(headers);
    } catch (error) {
      if (!(error instanceof RequestFailedError)) throw error;
      setRefusal((error.unauthorized ? refused : undefined) ?? error.message);
    }
    setIsPending(false);
  };
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    const read = (name: string) => {
      const value = fields.get(name);
      return typeof value === "string" ? value.trim() : "";
    };
    void tryHeaders({
      [signIn.header]: signIn.prefix + read("credential"),
      ...(signIn.credential === "routerSecret" && {
        "x-caller-orgs": read("organizations"),
        "x-caller-scopes": read("scopes"),
      }),
    });
  };
  return (
    <main className="sign-in">
      <form onSubmit={submit} autoComplete="off">
        <h1>EnOS devices</h1>
        <label>
          {label}
          <input name="credential" type="password" required autoFocus />
          <small>
            {help} Sent in the header {signIn.header}, forgotten when you leave the page.
          </small>
        </label>
        {signIn.credential === "routerSecret" && (
          <>
            <label>
              Organizations
              <input name="organizations" defaultValue={ALL_ORGANIZATIONS} />
              <small>The organizations the caller may act for: their IDs, or * for all.</small>
            </label>
            <label>
              Scopes
              <textarea name="scopes" defaultValue={scopes.join(" ")} rows={3} />
              <small>What the caller may do there.</small>
            </label>
          </>
        )}
        {refusal !== undefined && <p role="alert">{refusal}</p>}
        <button type="submit" disabled={isPending}>
          Sign in
        </button>
      </form>
    </main>
  );
}

/**
 * Returns what the headers editor of every tab shows at first: the headers by which a router names the caller, to be
 * changed in one tab. Empty when a token alone says who calls.
 *
 * @param sent The headers of all requests. The credential among them is not repeated here.
 */
export function defaultTabHeaders(
  { signIn, scopes }: Settings,
  sent: Readonly<Record<string, string>>,
): string {
  if (signIn?.credential === "token") return "";
  const caller = {
    "x-caller-orgs": sent["x-caller-orgs"] ?? ALL_ORGANIZATIONS,
    "x-caller-scopes": sent["x-caller-scopes"] ?? scopes.join(" "),
  };
  const advice = signIn ? ROUTER_ADVICE : NO_AUTHENTICATION_ADVICE;
  return JSON.stringify(caller, null, 2).replace(
    "{\n",
    `{\n${advice.map((line) => `  // ${line}\n`).join("")}`,
  );
}

const ROUTER_ADVICE = [
  "The caller of this tab, and what they may do.",
  "Name one organization, or remove a scope,",
  "to see what is refused.",
];
const NO_AUTHENTICATION_ADVICE = [
  "A router names the caller with these headers.",
  "They have no effect here: authentication is off.",
  "Start the subgraph with ROUTER_SECRET to try them.",
];
