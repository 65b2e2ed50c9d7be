import { Progress } from "../../src/cli/import/progress.js";

let now = 0;
beforeEach(() => {
  jest.spyOn(Date, "now").mockImplementation(() => now);
});
afterEach(() => {
  jest.restoreAllMocks();
});

/** The progress of 1,000 rows, and what it has written since it was last asked. */
function start(terminal: { isTTY?: boolean; columns?: number }) {
  const texts: string[] = [];
  const progress = new Progress(1_000, { ...terminal, write: (text) => texts.push(text) });
  return { progress, written: () => texts.splice(0).join("") };
}

test("a terminal shows one line, rewritten five times a second, that never reaches the last column", () => {
  const { progress, written } = start({ isTTY: true, columns: 40 });
  progress.count({ done: 50 });
  expect(written()).toBe("");
  now += 1_000;
  progress.count({ done: 50 });
  expect(written()).toBe("\r100 of 1000 rows, 0 failed, 100 a secon");
  now += 199;
  progress.count({ done: 50 });
  expect(written()).toBe("");
  now += 1;
  progress.count({ failed: 50, known: 50 });
  expect(written()).toBe("\r250 of 1000 rows, 50 failed, 167 a seco");
  progress.clear();
  expect(written()).toBe(`\r${" ".repeat(39)}\r`);
  progress.clear();
  expect(written()).toBe("");
});

test.each([{}, { isTTY: true, columns: 0 }])(
  "with an output of %j a line comes every five seconds",
  (output) => {
    const { progress, written } = start(output);
    now += 4_999;
    progress.count({ known: 100 });
    expect(written()).toBe("");
    now += 1;
    progress.count({ done: 45, failed: 5 });
    expect(written()).toBe("150 of 1000 rows, 5 failed, 10 a second, 1 min 25 s left\n");
    progress.clear();
    expect(written()).toBe("");
  },
);
