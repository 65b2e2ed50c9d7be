/** Modules of Monaco that it publishes without types. */

declare module "monaco-editor/esm/vs/editor/browser/config/tabFocus.js" {
  export const TabFocus: { setTabFocusMode(tabLeavesEditor: boolean): void };
}

declare module "monaco-editor/esm/vs/editor/editor.worker.js" {
  import type { worker } from "monaco-editor";

  /** Starts the worker that this script runs in. */
  export function initialize(
    createWorker: (context: worker.IWorkerContext, createData: never) => object,
  ): void;
}
