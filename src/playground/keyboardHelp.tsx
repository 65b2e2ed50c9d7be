import { isMacOs, KeyboardShortcutIcon, type GraphiQLPlugin } from "@graphiql/react";
import { Fragment } from "react";

type Shortcuts = Readonly<Record<string, readonly string[]>>;

const CTRL = isMacOs ? "⌘" : "Ctrl";

const SECTIONS: Readonly<Record<string, Shortcuts>> = {
  "Anywhere on the page": {
    "Next control, an editor included": ["Tab"],
    "Previous control": ["Shift", "Tab"],
    "Search the documentation": [CTRL, isMacOs ? "⌥" : "Alt", "K"],
    "Open the settings (theme, stored data)": [CTRL, ","],
  },
  "Around an editor": {
    "Type in the editor that has the focus": ["Enter"],
    "Leave the editor": ["Tab"],
    "Let Tab indent instead, or leave again": isMacOs ? ["Ctrl", "Shift", "M"] : ["Ctrl", "M"],
  },
  "In an editor": {
    "Run the operation": [CTRL, "Enter"],
    "Complete a name; required inputs come first": ["Ctrl", "Space"],
    "Take the completion": ["Enter"],
    "Close the completions": ["Esc"],
    "Go to the next problem": ["F8"],
    "Go to the previous problem": ["Shift", "F8"],
    "Indent the line": [CTRL, "]"],
    "Outdent the line": [CTRL, "["],
    "Comment the line, or undo that": [CTRL, "/"],
    Find: [CTRL, "F"],
    "Find and replace": isMacOs ? ["⌘", "⌥", "F"] : ["Ctrl", "H"],
    "Go to a line": ["Ctrl", "G"],
    "Move the line": [isMacOs ? "⌥" : "Alt", "↑ or ↓"],
    Prettify: ["Shift", "Ctrl", "P"],
    "Copy the operation": ["Shift", "Ctrl", "C"],
    "Merge fragments into the operation": ["Shift", "Ctrl", "M"],
    "Show all commands": ["F1"],
  },
};

/** All shortcuts by section, in the panel beside the editors. */
function KeyboardHelp() {
  return (
    <section className="keyboard-help" aria-label="Keyboard help">
      <div className="graphiql-doc-explorer-title">Keyboard</div>
      <p>
        Tab moves between all controls and never gets stuck in an editor. Press Enter in an editor that has
        the focus to type in it, and Tab to leave it.
      </p>
      {Object.entries(SECTIONS).map(([title, shortcuts]) => (
        <table key={title} className="graphiql-table">
          <caption>{title}</caption>
          <tbody>
            {Object.entries(shortcuts).map(([action, keys]) => (
              <tr key={action}>
                <th scope="row">{action}</th>
                <td>
                  {keys.map((key, index) => (
                    <Fragment key={key}>
                      {index > 0 && " + "}
                      <kbd className="graphiql-key">{key}</kbd>
                    </Fragment>
                  ))}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      ))}
    </section>
  );
}

/** GraphiQL's own list of shortcuts leaves out what its editors do, and names a shortcut for a schema that never changes. */
export const KEYBOARD_HELP: GraphiQLPlugin = {
  title: "Keyboard help",
  icon: KeyboardShortcutIcon,
  content: KeyboardHelp,
};
