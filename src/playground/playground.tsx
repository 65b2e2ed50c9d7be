import { GraphiQL } from "graphiql";
import { useState } from "react";

import { ask, NotAdmitted } from "./ask.js";
import { callerHeaders } from "./callerHeaders.js";
import { toHeaders, type Credentials } from "./credentials.js";
import { EXAMPLES } from "./examples.js";
import { SCALARS } from "./scalars.js";
import { schema } from "./schema.js";
import type { Settings } from "./settings.js";
import { SignInForm } from "./signInForm.js";
import { headerlessStorage } from "./storage.js";

const [first] = EXAMPLES;

/** The explorer, behind a form where the guard wants to know who asks. */
export function Playground({ settings: { signIn } }: { readonly settings: Settings }) {
  const [headers, setHeaders] = useState<Record<string, string> | undefined>(signIn ? undefined : {});
  const [refusal, setRefusal] = useState<string>();

  if (signIn && !headers) {
    const enter = async (credentials: Credentials) => {
      const attempt = toHeaders(signIn, credentials);
      try {
        await ask({ query: "{ __typename }" }, attempt);
        setHeaders(attempt);
      } catch (error) {
        setRefusal((error as Error).message);
      }
    };
    return <SignInForm signIn={signIn} refusal={refusal} onSubmit={(given) => void enter(given)} />;
  }

  const signOut = (reason?: string) => {
    setRefusal(reason);
    setHeaders(undefined);
  };
  return (
    <GraphiQL
      fetcher={async (params, options) => {
        try {
          return await ask(params, { ...headers, ...inLowerCase(options?.headers) });
        } catch (error) {
          if (signIn && error instanceof NotAdmitted) signOut(error.message);
          throw error;
        }
      }}
      schema={schema}
      customScalarSchemas={SCALARS}
      // Without the first two the first tab stays empty; see graphiql's issue 3392.
      initialQuery={first?.query ?? ""}
      initialVariables={first?.variables ?? ""}
      defaultHeaders={callerHeaders(signIn, headers ?? {})}
      defaultTabs={[...EXAMPLES]}
      defaultEditorToolsVisibility="variables"
      shouldPersistHeaders={false}
      showPersistHeadersSettings={false}
      storage={headerlessStorage}
    >
      <GraphiQL.Logo>
        <span className="logo">EnOS devices</span>
        {signIn && (
          <button
            type="button"
            className="sign-out"
            onClick={() => {
              signOut();
            }}
          >
            Sign out
          </button>
        )}
      </GraphiQL.Logo>
    </GraphiQL>
  );
}

/** Gives a tab's own headers so that they replace what is sent otherwise, however somebody wrote their names. */
function inLowerCase(headers: object = {}): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]),
  );
}
