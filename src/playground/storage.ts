import type { Storage } from "@graphiql/toolkit";

/**
 * The browser's storage, less every header: GraphiQL's history and tabs would keep them, and a header is where
 * a token is. Answers, and with them the secrets of devices, GraphiQL never stores.
 */
export const headerlessStorage: Storage = {
  get length() {
    return localStorage.length;
  },
  clear: () => {
    localStorage.clear();
  },
  getItem: (key) => localStorage.getItem(key),
  removeItem: (key) => {
    localStorage.removeItem(key);
  },
  setItem: (key, value) => {
    if (/:(?:headers|shouldPersistHeaders)$/.test(key)) return;
    localStorage.setItem(key, withoutHeaders(value));
  },
};

function withoutHeaders(text: string): string {
  if (!text.includes('"headers"')) return text;
  try {
    return JSON.stringify(JSON.parse(text, (name, value: unknown) => (name === "headers" ? null : value)));
  } catch {
    // Not a structure of GraphiQL's: an operation or its variables, which say "headers" of their own accord.
    return text;
  }
}
