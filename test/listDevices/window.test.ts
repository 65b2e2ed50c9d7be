import "reflect-metadata";

import fc from "fast-check";

import { toWindow } from "../../src/devices/listDevices/listDevices.js";

const window = fc.record({ offset: fc.nat(300_000), first: fc.integer({ min: 0, max: 100 }) });

it("any part of a list comes from at most two of EnOS's pages, none larger than its oldest edition allows", () => {
  fc.assert(
    fc.property(window, ({ offset, first }) => {
      const { pageSize, pageNumbers, skip } = toWindow(offset, first);
      const rows = pageNumbers.flatMap((pageNo) =>
        Array.from({ length: pageSize }, (_, index) => (pageNo - 1) * pageSize + index),
      );
      expect(rows.slice(skip, skip + first)).toEqual(
        Array.from({ length: first }, (_, index) => offset + index),
      );
      expect(pageNumbers.length).toBeLessThanOrEqual(2);
      expect(pageSize).toBeLessThanOrEqual(200);
    }),
    { seed: 20_261_126, numRuns: 2_000 },
  );
});

it.each([
  [0, 100, { pageSize: 100, pageNumbers: [1], skip: 0 }],
  [300, 100, { pageSize: 100, pageNumbers: [4], skip: 0 }],
  [20, 100, { pageSize: 120, pageNumbers: [1], skip: 20 }],
  [7, 10, { pageSize: 17, pageNumbers: [1], skip: 7 }],
])("rows from %s on, %s of them, come from one page", (offset, first, expected) => {
  expect(toWindow(offset, first)).toEqual(expected);
});
