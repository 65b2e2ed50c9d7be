/**
 * Monaco, as far as somebody must wait for it. The features of laterFeatures.ts follow once an editor is seen.
 *
 * vite.config.mjs puts this module in place of Monaco's own list (`edcore.main.js`), which GraphiQL imports.
 */
import { isMacOs } from "@graphiql/react";
import "monaco-editor/esm/vs/editor/browser/coreCommands.js";
import "monaco-editor/esm/vs/editor/browser/widget/codeEditor/codeEditorWidget.js";
import "monaco-editor/esm/vs/base/browser/ui/codicons/codiconStyles.js";
import { TabFocus } from "monaco-editor/esm/vs/editor/browser/config/tabFocus.js";
import { editor, KeyMod, languages } from "monaco-editor/esm/vs/editor/editor.api.js";

import { withInputTypes } from "./completion.js";
import { editorsShown, showEditors } from "./shown.js";

const OPTIONS: editor.IStandaloneEditorConstructionOptions = {
  // Fonts of the system: nothing to load, and nothing to measure again when it arrives.
  fontFamily: "Menlo, Consolas, monospace",
  fontSize: 14,
  // Where an editor is scrolled to its end, the page scrolls.
  scrollbar: { verticalScrollbarSize: 10, alwaysConsumeMouseWheel: false },
  // The names of the schema are enough; words of the document would hide them.
  wordBasedSuggestions: "off",
};

/** Names of the editors for screen readers, by the file names that GraphiQL gives them. */
const NAMES: Readonly<Record<string, string>> = {
  "operation.graphql": "Operation",
  "variables.json": "Variables",
  "request-headers.json": "Headers",
  "response.json": "Result",
};

export * from "monaco-editor/esm/vs/editor/editor.api.js";

// Tab leaves an editor, as it leaves every other control; Ctrl-M makes it indent.
TabFocus.setTabFocusMode(true);

// Monaco has no defaults for all editors, and GraphiQL passes none of these options.
const { create } = editor;
editor.create = (element, options, override) => {
  const name = NAMES[options?.model?.uri.path.split("-").slice(1).join("-") ?? ""] ?? "Editor";
  element.role ??= "group";
  element.ariaLabel ??= `${name}: press Enter to edit, Tab to leave`;
  const created = create(element, { ...options, ...OPTIONS, ariaLabel: name }, override);
  const addAction = created.addAction.bind(created);
  created.addAction = (action) => {
    const keybindings = action.keybindings?.map(toShortcutOfPlatform);
    return addAction({ ...action, ...(keybindings && { keybindings }) });
  };
  showEditors();
  return created;
};

/** GraphiQL binds what it calls `Ctrl` to the key that is Control on a Mac, and the Windows key elsewhere. */
function toShortcutOfPlatform(keybinding: number): number {
  const isElsewhere = !isMacOs && (keybinding & KeyMod.WinCtrl) !== 0;
  return isElsewhere ? (keybinding & ~KeyMod.WinCtrl) | KeyMod.CtrlCmd : keybinding;
}

const { registerCompletionItemProvider } = languages;
languages.registerCompletionItemProvider = (selector, provider) =>
  registerCompletionItemProvider(selector, withInputTypes(provider));

void editorsShown
  .then(() => import("./laterFeatures.js"))
  .then(({ addLaterFeatures }) => {
    addLaterFeatures();
    performance.mark("editors-complete");
  });
