import type { TabsState } from "@graphiql/react";
import type { Storage } from "@graphiql/toolkit";

/** Other applications share the storage of this origin, GraphiQL of a router behind the same proxy among them. */
const NAMESPACE = "enos-devices-playground/";
const TABS_KEY = "graphiql:tabState";

/** Initial values of GraphiQL's settings: more room for the variables than GraphiQL's own default. */
const DEFAULTS: Readonly<Record<string, string>> = { "graphiql:secondaryEditorFlex": "1.3" };

/** Undefined where the browser forbids storage. */
const browserStorage = openBrowserStorage();

/**
 * Where GraphiQL keeps its settings, history and tabs: the browser's storage, without headers, because they hold
 * credentials. GraphiQL does not store results, and with them the secrets of devices.
 *
 * The tabs are written by `storeTabs` only: GraphiQL writes them half a second late, and a page that is reloaded
 * before that would show another tab.
 */
export const storage: Storage = {
  get length() {
    return ownKeys().length;
  },
  clear: () => {
    for (const key of ownKeys()) browserStorage?.removeItem(key);
  },
  getItem: (key) => browserStorage?.getItem(NAMESPACE + key) ?? DEFAULTS[key] ?? null,
  removeItem: (key) => browserStorage?.removeItem(NAMESPACE + key),
  setItem: (key, value) => {
    if (key === TABS_KEY || /:(?:headers|shouldPersistHeaders)$/.test(key)) return;
    browserStorage?.setItem(NAMESPACE + key, withoutHeaders(value));
  },
};

/** Stores the tabs, without headers and results. */
export function storeTabs({ tabs, activeTabIndex }: TabsState): void {
  const stored = tabs.map((tab) => ({ ...tab, hash: null, headers: null, response: null }));
  try {
    browserStorage?.setItem(NAMESPACE + TABS_KEY, JSON.stringify({ tabs: stored, activeTabIndex }));
  } catch {
    // The storage is full. The page works all the same; a reload brings back the tabs of the last change that fitted.
  }
}

/** Makes the next GraphiQL start with its default tabs. */
export function forgetTabs(): void {
  storage.removeItem(TABS_KEY);
}

/** The tab that was selected when the page was left. */
export interface SelectedTab {
  readonly index: number;
  readonly query: string;
  readonly variables: string;
}

/** Returns the selected tab; undefined when no tabs are stored. */
export function readSelectedTab(): SelectedTab | undefined {
  const text = storage.getItem(TABS_KEY);
  if (text === null) return undefined;
  try {
    const { tabs, activeTabIndex: index } = JSON.parse(text) as TabsState;
    const tab = tabs[index];
    return tab && { index, query: tab.query ?? "", variables: tab.variables ?? "" };
  } catch {
    // Not written by this page. GraphiQL uses its default tabs in this case, too.
    return undefined;
  }
}

function openBrowserStorage(): globalThis.Storage | undefined {
  try {
    return localStorage;
  } catch {
    return undefined;
  }
}

function ownKeys(): string[] {
  return Object.keys(browserStorage ?? {}).filter((key) => key.startsWith(NAMESPACE));
}

function withoutHeaders(text: string): string {
  if (!text.includes('"headers"')) return text;
  try {
    return JSON.stringify(JSON.parse(text, (name, value: unknown) => (name === "headers" ? null : value)));
  } catch {
    // An operation or its variables, in which "headers" is the person's own word.
    return text;
  }
}
