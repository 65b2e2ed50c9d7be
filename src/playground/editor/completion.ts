import type { languages } from "monaco-editor";

type Item = languages.CompletionItem;

/**
 * Returns a completion provider that shows the type of every input field and variable beside its name, and the
 * required ones first and marked.
 */
export function withInputTypes(provider: languages.CompletionItemProvider): languages.CompletionItemProvider {
  const decorated = Object.create(provider) as languages.CompletionItemProvider;
  decorated.provideCompletionItems = async (...request) => {
    const list = await provider.provideCompletionItems(...request);
    return list && { ...list, suggestions: list.suggestions.map(markRequired) };
  };
  return decorated;
}

function markRequired(item: Item): Item {
  const type = inputType(item);
  if (type === undefined || typeof item.label !== "string") return item;
  const isRequired = type.endsWith("!");
  return {
    ...item,
    label: { label: item.label, description: isRequired ? `${type} required` : type },
    filterText: item.filterText ?? item.label,
    sortText: `${isRequired ? "0" : "1"} ${item.label}`,
  };
}

/**
 * Returns the GraphQL type of an item; undefined when the item completes neither an input field nor a variable.
 *
 * In an operation, input fields are completed with their colon, fields of results without it. In JSON, the type stands
 * in the documentation, which is made from the GraphQL schema.
 */
function inputType({ insertText, detail, documentation }: Item): string | undefined {
  if (/^\w+: /.test(insertText)) return detail;
  const text = typeof documentation === "object" ? documentation.value : "";
  return /```graphql\n(.+)\n```/.exec(text)?.[1];
}
