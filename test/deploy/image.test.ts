import { readFileSync } from "node:fs";

it("the image starts the program as `npm start` does", () => {
  const { scripts } = JSON.parse(readFileSync("package.json", "utf8")) as { scripts: { start: string } };
  const [, entrypoint = "[]"] = /^ENTRYPOINT (.*)$/m.exec(readFileSync("deploy/Dockerfile", "utf8")) ?? [];
  expect(scripts.start.split(" && ").at(-1)).toBe((JSON.parse(entrypoint) as string[]).join(" "));
});
