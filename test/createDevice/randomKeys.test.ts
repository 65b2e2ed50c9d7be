import { chooseDeviceKey } from "../../src/devices/createDevice/deviceKeys.js";
import { INPUT } from "../support/createDevice.js";

const KEYS = 20_000;
const LETTERS = 36;

it("random keys are all different, and no character is more frequent than another", () => {
  const keys = Array.from({ length: KEYS }, () => chooseDeviceKey(INPUT, "subgraph")?.deviceKey ?? "");
  expect(new Set(keys).size).toBe(KEYS);
  const counts = new Map<string, number>();
  for (const character of keys.join("")) counts.set(character, (counts.get(character) ?? 0) + 1);
  expect([...counts.keys()].toSorted().join("")).toBe("0123456789abcdefghijklmnopqrstuvwxyz");
  // A byte modulo 36 would give four characters an eighth more.
  const expected = (16 * KEYS) / LETTERS;
  for (const count of counts.values()) expect(Math.abs(count / expected - 1)).toBeLessThan(0.06);
});
