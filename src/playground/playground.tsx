import { useGraphiQL, useGraphiQLActions } from "@graphiql/react";
import type { FetcherOpts, FetcherParams } from "@graphiql/toolkit";
import { GraphiQL, HISTORY_PLUGIN } from "graphiql";
import { GraphQLError } from "graphql";
import { useEffect, useMemo, useRef, useState, type RefObject } from "react";

import { EXAMPLE_TABS } from "./examples.js";
import { KEYBOARD_HELP } from "./keyboardHelp.js";
import { SCALAR_SCHEMAS, schema } from "./schema.js";
import { RequestFailedError, sendOperation } from "./sendOperation.js";
import type { Settings } from "./settings.js";
import { defaultTabHeaders, SignInForm } from "./signIn.js";
import { forgetTabs, readSelectedTab, storage, storeTabs, type SelectedTab } from "./storedTabs.js";

type Headers = Readonly<Record<string, string>>;

const PLUGINS = [HISTORY_PLUGIN, KEYBOARD_HELP];

/** GraphiQL, behind a sign-in form when requests carry credentials. */
export function Playground({ settings }: { readonly settings: Settings }) {
  const { signIn, scopes } = settings;
  const [headers, setHeaders] = useState<Headers | undefined>(signIn ? undefined : {});
  const [signOutReason, setSignOutReason] = useState<string>();
  const [restored, setRestored] = useState(0);

  if (signIn && !headers)
    return <SignInForm signIn={signIn} scopes={scopes} reason={signOutReason} onSignIn={setHeaders} />;

  const signOut = (reason?: string) => {
    setSignOutReason(reason);
    setHeaders(undefined);
  };
  const restoreExamples = () => {
    forgetTabs();
    setRestored(restored + 1);
  };
  return (
    <Explorer key={restored} settings={settings} headers={headers ?? {}} onUnauthorized={signOut}>
      <GraphiQL.Logo>
        <span className="logo">EnOS devices</span>
        <button type="button" className="link" onClick={restoreExamples}>
          Restore examples
        </button>
        {signIn && (
          <button
            type="button"
            className="link"
            onClick={() => {
              signOut();
            }}
          >
            Sign out
          </button>
        )}
      </GraphiQL.Logo>
    </Explorer>
  );
}

interface ExplorerProps {
  readonly settings: Settings;
  /** Sent with every request. */
  readonly headers: Headers;
  readonly onUnauthorized: (reason: string) => void;
  readonly children: React.ReactElement;
}

function Explorer({ settings, headers, onUnauthorized, children }: ExplorerProps) {
  const [selected] = useState(readSelectedTab);
  const variables = useRef(() => "");
  const fetcher = useMemo(
    () => async (params: FetcherParams, options?: FetcherOpts) => {
      scrollToResultOnPhone();
      try {
        const sent = { ...headers, ...inLowerCase(options?.headers) };
        return await sendOperation(params, sent, variables.current());
      } catch (error) {
        if (!(error instanceof RequestFailedError)) throw error;
        if (settings.signIn && error.unauthorized) onUnauthorized(error.message);
        // A result, because GraphiQL shows the stack of what is thrown.
        return { errors: [new GraphQLError(error.message)] };
      }
    },
    [settings, headers, onUnauthorized],
  );
  const initial = selected ?? EXAMPLE_TABS[0] ?? { query: "", variables: "" };
  return (
    <GraphiQL
      fetcher={fetcher}
      schema={schema}
      plugins={PLUGINS}
      customScalarSchemas={SCALAR_SCHEMAS}
      // Without these two the first tab stays empty (GraphiQL's issue 3392), and a reload adds a tab.
      initialQuery={initial.query}
      initialVariables={initial.variables}
      defaultHeaders={defaultTabHeaders(settings, headers)}
      defaultTabs={[...EXAMPLE_TABS]}
      defaultEditorToolsVisibility="variables"
      shouldPersistHeaders={false}
      showPersistHeadersSettings={false}
      storage={storage}
      onTabChange={storeTabs}
    >
      {children}
      <VariablesText reader={variables} />
      {selected && <SelectTab tab={selected} />}
    </GraphiQL>
  );
}

/** Lets the text of the variables be read: GraphiQL passes their values only, in which numbers are rounded. */
function VariablesText({ reader }: { readonly reader: RefObject<() => string> }) {
  const editor = useGraphiQL(({ variableEditor }) => variableEditor);
  useEffect(() => {
    reader.current = () => editor?.getValue() ?? "";
  }, [reader, editor]);
  return null;
}

/** Selects the stored tab among tabs of the same content, of which GraphiQL takes the last. */
function SelectTab({ tab: { index } }: { readonly tab: SelectedTab }) {
  const actions = useGraphiQLActions();
  const isReady = useGraphiQL(({ variableEditor }) => variableEditor !== undefined);
  const isOther = useGraphiQL(({ activeTabIndex }) => activeTabIndex !== index);
  const [isDone, setIsDone] = useState(false);
  useEffect(() => {
    if (!isReady || isDone) return;
    if (isOther) actions.changeTab(index);
    setIsDone(true);
  }, [isReady, isDone, isOther, actions, index]);
  return null;
}

/** On a phone the result stands below the editors: see playground.css. */
function scrollToResultOnPhone(): void {
  if (matchMedia("(width <= 700px)").matches)
    document.querySelector(".graphiql-response")?.scrollIntoView({ behavior: "smooth" });
}

/** Returns the headers of a tab so that they replace those of all requests, in whatever case they are written. */
function inLowerCase(headers: object = {}): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]),
  );
}
