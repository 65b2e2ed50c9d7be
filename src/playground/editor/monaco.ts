/**
 * Monaco with the features that the playground's editors use.
 *
 * vite.config.mjs puts this module in place of Monaco's own list (`edcore.main.js`), which GraphiQL imports: the
 * diff editor, color picker, code lenses, inline suggestions, sticky scroll and so on stay out of the bundle. The
 * omitted features include all users of Monaco's general worker (`editor.worker.js`).
 */
import { isMacOs } from "@graphiql/react";
import "monaco-editor/esm/vs/editor/browser/coreCommands.js";
import "monaco-editor/esm/vs/editor/browser/widget/codeEditor/codeEditorWidget.js";
import "monaco-editor/esm/vs/editor/contrib/bracketMatching/browser/bracketMatching.js";
import "monaco-editor/esm/vs/editor/contrib/clipboard/browser/clipboard.js";
import "monaco-editor/esm/vs/editor/contrib/comment/browser/comment.js";
import "monaco-editor/esm/vs/editor/contrib/contextmenu/browser/contextmenu.js";
import "monaco-editor/esm/vs/editor/contrib/cursorUndo/browser/cursorUndo.js";
import "monaco-editor/esm/vs/editor/contrib/find/browser/findController.js";
import "monaco-editor/esm/vs/editor/contrib/folding/browser/folding.js";
import "monaco-editor/esm/vs/editor/contrib/gotoError/browser/gotoError.js";
import "monaco-editor/esm/vs/editor/contrib/hover/browser/hoverContribution.js";
import "monaco-editor/esm/vs/editor/contrib/linesOperations/browser/linesOperations.js";
import "monaco-editor/esm/vs/editor/contrib/longLinesHelper/browser/longLinesHelper.js";
import "monaco-editor/esm/vs/editor/contrib/multicursor/browser/multicursor.js";
import "monaco-editor/esm/vs/editor/contrib/readOnlyMessage/browser/contribution.js";
import "monaco-editor/esm/vs/editor/contrib/smartSelect/browser/smartSelect.js";
import "monaco-editor/esm/vs/editor/contrib/snippet/browser/snippetController2.js";
import "monaco-editor/esm/vs/editor/contrib/suggest/browser/suggestController.js";
import "monaco-editor/esm/vs/editor/contrib/toggleTabFocusMode/browser/toggleTabFocusMode.js";
import "monaco-editor/esm/vs/editor/contrib/wordOperations/browser/wordOperations.js";
import "monaco-editor/esm/vs/editor/standalone/browser/quickAccess/standaloneCommandsQuickAccess.js";
import "monaco-editor/esm/vs/editor/standalone/browser/quickAccess/standaloneGotoLineQuickAccess.js";
import "monaco-editor/esm/vs/base/browser/ui/codicons/codiconStyles.js";
import { TabFocus } from "monaco-editor/esm/vs/editor/browser/config/tabFocus.js";
import { editor, KeyMod, languages } from "monaco-editor/esm/vs/editor/editor.api.js";

import { withInputTypes } from "./completion.js";

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
