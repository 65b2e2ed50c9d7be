import { findTextFault } from "../../src/scalars/text.js";

test.each([
  ["\u0000", "contains the control character U+0000 (remove it)"],
  ["a\tb", "contains the control character U+0009 (remove it)"],
  ["\u009f", "contains the control character U+009F (remove it)"],
  ["😀\ude00", "contains the lone surrogate U+DE00, half of a character (remove it)"],
])("text that cannot be stored everywhere is found: %j", (text, fault) => {
  expect(findTextFault(text)).toBe(fault);
});

test.each(["", "风机 😀", "~ \u00a0", "e\u0301"])("ordinary text has no fault: %j", (text) => {
  expect(findTextFault(text)).toBeUndefined();
});
