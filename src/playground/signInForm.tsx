import type { SubmitEvent } from "react";

import { EVERYTHING, type Credentials } from "./credentials.js";
import type { SignIn } from "./settings.js";

export interface SignInFormProps {
  readonly signIn: SignIn;
  /** Why the last attempt did not get in. */
  readonly refusal: string | undefined;
  readonly onSubmit: (credentials: Credentials) => void;
}

/** Asks who the person is. */
export function SignInForm({ signIn, refusal, onSubmit }: SignInFormProps) {
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    const read = (name: string) => {
      const value = fields.get(name);
      return typeof value === "string" ? value.trim() : "";
    };
    onSubmit({ token: read("token"), organizations: read("organizations"), scopes: read("scopes") });
  };
  return (
    <main className="sign-in">
      <form onSubmit={submit} autoComplete="off">
        <h1>EnOS devices</h1>
        {refusal !== undefined && <p role="alert">{refusal}</p>}
        <label>
          Token
          <input name="token" type="password" required autoFocus />
          <small>Sent as {signIn.header}. Forgotten as soon as you leave this page.</small>
        </label>
        {signIn.speaksForOthers && (
          <>
            <label>
              Organizations
              <input name="organizations" defaultValue={EVERYTHING.organizations} />
              <small>IDs to act for, or * for all.</small>
            </label>
            <label>
              Scopes
              <input name="scopes" defaultValue={EVERYTHING.scopes} />
              <small>What to be allowed there.</small>
            </label>
          </>
        )}
        <button type="submit">Sign in</button>
      </form>
    </main>
  );
}
