import { readFileSync } from "node:fs";

const read = (file: string) => readFileSync(file, "utf8");
const manifest = JSON.parse(read("package.json")) as { version: string; scripts: Record<string, string> };

describe("what a newcomer finds", () => {
  it("is one script of one word for each habit", () => {
    expect(Object.keys(manifest.scripts)).toEqual(
      expect.arrayContaining(["dev", "lint", "format", "typecheck", "codegen", "test", "check"]),
    );
  });

  it("is an .env.example with every variable of the README's table, and no other", () => {
    const table = read("README.md")
      .split("\n")
      .filter((line) => line.startsWith("| `"))
      .flatMap((row) => [...(row.split("|")[1] ?? "").matchAll(/`([A-Z][A-Z\d]*(?:_[A-Z\d]+)*)`/g)])
      .map(([, name]) => name);
    const example = [...read(".env.example").matchAll(/^# ([A-Z\d_]+)=/gm)].map(([, name]) => name);
    expect(example.length).toBeGreaterThan(20);
    expect(example.sort()).toEqual(table.sort());
  });

  it("is a version that the changelog announces", () => {
    expect(read("CHANGELOG.md")).toContain(`version ${manifest.version}.`);
  });
});
