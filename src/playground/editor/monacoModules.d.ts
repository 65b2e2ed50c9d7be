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

declare module "monaco-editor/esm/vs/editor/browser/editorExtensions.js" {
  export interface Contribution {
    readonly id: string;
  }

  export interface EditorAction {
    readonly id: string;
    readonly label: string;
    readonly alias: string;
    readonly metadata: unknown;
    readonly precondition: unknown;
    runEditorCommand(accessor: unknown, editor: object, args: unknown): unknown;
  }

  export const EditorExtensionsRegistry: {
    getEditorContributions(): readonly Contribution[];
    getEditorActions(): readonly EditorAction[];
  };
}

declare module "monaco-editor/esm/vs/editor/common/editorAction.js" {
  export const InternalEditorAction: new (
    id: string,
    label: string,
    alias: string,
    metadata: unknown,
    precondition: unknown,
    run: (args: unknown) => Promise<unknown>,
    contextKeyService: object,
  ) => object;
}

declare module "monaco-editor/esm/vs/editor/standalone/browser/standaloneServices.js" {
  export const StandaloneServices: {
    get<Service>(id: (service: Service) => void): Service;
    /** Returns the container of all services, which exists once an editor was created. */
    initialize(overrides: object): {
      readonly _services: { get(id: object): unknown; set(id: object, descriptor: object): unknown };
    };
  };
}

declare module "monaco-editor/esm/vs/editor/standalone/common/standaloneTheme.js" {
  export const IStandaloneThemeService: (service: { setColorMapOverride(colorMap: null): void }) => void;
}

declare module "monaco-editor/esm/vs/platform/instantiation/common/extensions.js" {
  /** Returns the services that modules have registered, by their IDs. */
  export function getSingletonServiceDescriptors(): readonly (readonly [id: object, descriptor: object])[];
}

declare module "monaco-editor/esm/vs/platform/keybinding/common/keybinding.js" {
  export const IKeybindingService: (service: { updateResolver(): void }) => void;
}

/** GraphiQL's own module, by a name that vite.config.mjs resolves. */
declare module "doc-explorer-content" {
  export const DocExplorer: React.ComponentType;
}
