import { findLineFault, findTextFault } from "../../src/scalars/text.js";

test.each([
  ["a\tb", "contains the control character U+0009: remove it"],
  ["\u009f", "contains the control character U+009F: remove it"],
])("a control character is a fault of a line, and none of a text: %j", (text, fault) => {
  expect(findLineFault(text)).toBe(fault);
  expect(findTextFault(text)).toBeUndefined();
});

test.each([
  ["\u0000", "contains the control character U+0000: remove it"],
  ["😀\ude00", "contains the lone surrogate U+DE00, half of a character: remove it"],
])("characters that cannot be stored everywhere are a fault of every text: %j", (text, fault) => {
  expect(findTextFault(text)).toBe(fault);
  expect(findLineFault(text)).toBe(fault);
});

test.each(["", "风机 😀", "~ \u00a0", "e\u0301"])("ordinary text has no fault: %j", (text) => {
  expect(findLineFault(text)).toBeUndefined();
});
