import type { Model, ModelAttribute } from "./attributeValues.js";
import { toCsvLine, toLastingCsvLine } from "./cells.js";

/** An attribute, or a member of a structure, which has fewer fields. */
type Typed = Pick<ModelAttribute, "dataType" | "itemType" | "choices" | "maxLength"> & {
  readonly members?: readonly (Typed & { readonly identifier: string })[] | null;
};

/** Returns a file with the header and one example row of a product; with a byte order mark, as spreadsheet programs expect it. */
export function toTemplate(model: Model): string {
  const columns: (readonly [name: string, example: string])[] = [
    ["deviceKey", ""],
    ["name", "Example"],
    ["name.zh_CN", "示例"],
    ["timezone", "+08:00"],
    ["desc", "Example: replace this row"],
    ...model.attributes.map(
      (attribute) => [`attributes.${attribute.identifier}`, toCell(attribute)] as const,
    ),
    ["tags.example", "yes"],
  ];
  const header = toCsvLine(
    columns.map(([name]) => name),
    ",",
  );
  const row = toLastingCsvLine(
    columns.map(([, example]) => example),
    ",",
  );
  return `\ufeff${header}${row}`;
}

function toCell(attribute: Typed): string {
  const example = toExample(attribute);
  return typeof example === "string" ? example : example === undefined ? "" : JSON.stringify(example);
}

/** Returns a value that the attribute may have; undefined for a type that is not known. */
function toExample({ dataType, itemType, choices, maxLength, members }: Typed): unknown {
  switch (dataType) {
    case "INT":
      return 1;
    case "FLOAT":
    case "DOUBLE":
      return 1.5;
    case "TIMESTAMP":
      return Date.UTC(2026, 0, 31);
    case "DATE":
      return "2026-01-31";
    case "FILE":
      return "https://example.com/manual.pdf";
    case "STRING":
      return "text".slice(0, maxLength ?? undefined);
    case "BOOL":
    case "ENUM":
      return choices?.[0] ? (JSON.parse(choices[0].value) as unknown) : dataType === "BOOL" || undefined;
    case "ARRAY":
      return [
        itemType === null
          ? 1
          : toExample({ dataType: itemType, itemType: null, choices: null, maxLength: null }),
      ];
    case "STRUCT":
      return Object.fromEntries((members ?? []).map((member) => [member.identifier, toExample(member)]));
    case "MAP":
      return {};
    default:
      return undefined;
  }
}
