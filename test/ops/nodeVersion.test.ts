import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** Makes a process tell the version of an older Node. */
const asNode = (version: string) =>
  `data:text/javascript,Object.defineProperty(process, "versions", { value: { ...process.versions, node: "${version}" } })`;

const PROGRAMS = ["dist/main.js", "dist/import.js", "dist/doctor.js", "dist/sandbox/main.js"];

function run(version: string, file: string) {
  const args = ["--import", asNode(version), file, "--help"];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
  return { status, stdout, stderr };
}

it.each([...PROGRAMS, "scripts/build.mjs", "jest.config.mjs"])(
  "%s says in one sentence which Node it needs when it is started by an older one",
  (file) => {
    const { status, stdout, stderr } = run("22.18.0", file);
    expect([status, stdout]).toEqual([1, ""]);
    expect(stderr).toMatch(/^Node 22\.19 or newer is needed, and this is Node 22\.18\.0: install .+\.\n$/);
  },
);

it.each(PROGRAMS)("%s imports nothing that an older Node may not have before that sentence", (file) => {
  const statics = readFileSync(file, "utf8").match(/^import .+$/gm);
  expect(statics).toEqual([expect.stringMatching(/\/requireNode\.js";$/)]);
});

it("the Node that is needed is the one of package.json, and is enough", () => {
  const { engines } = JSON.parse(readFileSync("package.json", "utf8")) as { engines: { node: string } };
  expect(engines.node).toBe(">=22.19");
  expect(run("22.19.0", "dist/main.js").status).toBe(0);
});
