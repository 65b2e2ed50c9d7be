/**
 * Monaco's features that nobody needs to see an editor and to type in it, loaded after that: completion, hover texts,
 * find, folding and so on.
 *
 * The diff editor, color picker, code lenses, inline suggestions, sticky scroll and so on stay out of the bundle. The
 * omitted features include all users of Monaco's general worker (`editor.worker.js`).
 */
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
import {
  EditorExtensionsRegistry,
  type Contribution,
} from "monaco-editor/esm/vs/editor/browser/editorExtensions.js";
import { InternalEditorAction } from "monaco-editor/esm/vs/editor/common/editorAction.js";
import { editor } from "monaco-editor/esm/vs/editor/editor.api.js";
import { StandaloneServices } from "monaco-editor/esm/vs/editor/standalone/browser/standaloneServices.js";
import { IStandaloneThemeService } from "monaco-editor/esm/vs/editor/standalone/common/standaloneTheme.js";
import { getSingletonServiceDescriptors } from "monaco-editor/esm/vs/platform/instantiation/common/extensions.js";
import { IKeybindingService } from "monaco-editor/esm/vs/platform/keybinding/common/keybinding.js";

/** The members of Monaco's editor that its constructor sets up. */
interface EditorInternals {
  readonly _contributions: {
    readonly _pending: Map<string, Contribution>;
    readonly _instances: { get(id: string): unknown };
    _instantiateById(id: string): void;
  };
  readonly _actions: Map<string, object>;
  readonly _contextKeyService: object;
  readonly _instantiationService: {
    invokeFunction<Result>(call: (accessor: unknown) => Result): Result;
  };
}

/** Gives the features of this module to the editors that exist. Those that are created later have them anyway. */
export function addLaterFeatures(): void {
  // Monaco has read its list of services when the first editor was created.
  const { _services: services } = StandaloneServices.initialize({});
  for (const [id, descriptor] of getSingletonServiceDescriptors())
    if (!services.get(id)) services.set(id, descriptor);
  for (const existing of editor.getEditors()) addFeatures(existing as unknown as EditorInternals);
  StandaloneServices.get(IKeybindingService).updateResolver();
  // Writes the style sheet again, with the colors of these features.
  StandaloneServices.get(IStandaloneThemeService).setColorMapOverride(null);
}

/** What Monaco's editor does in its constructor. */
function addFeatures(existing: EditorInternals): void {
  const { _contributions: contributions, _instantiationService: services, _actions: actions } = existing;
  for (const contribution of EditorExtensionsRegistry.getEditorContributions()) {
    if (contributions._pending.has(contribution.id) || contributions._instances.get(contribution.id))
      continue;
    contributions._pending.set(contribution.id, contribution);
    contributions._instantiateById(contribution.id);
  }
  for (const action of EditorExtensionsRegistry.getEditorActions()) {
    if (actions.has(action.id)) continue;
    const { id, label, alias, metadata, precondition } = action;
    const run = (args: unknown) =>
      services.invokeFunction((accessor) =>
        Promise.resolve(action.runEditorCommand(accessor, existing, args)),
      );
    actions.set(
      id,
      new InternalEditorAction(id, label, alias, metadata, precondition, run, existing._contextKeyService),
    );
  }
}
