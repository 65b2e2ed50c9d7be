import "reflect-metadata";

import { readDevice } from "../../src/devices/deviceRecord.js";
import { RecentWrites } from "../../src/devices/recentWrites.js";
import { ORG } from "../support/createDevice.js";
import { ManualClock } from "../support/manualClock.js";

it("recent writes take a bounded memory, however long what was written: the oldest are forgotten", () => {
  const recentWrites = new RecentWrites(new ManualClock());
  const deviceDesc = "x".repeat(1024 * 1024);
  const devices = Array.from({ length: 20 }, (_, index) => ({ orgId: ORG, assetId: `asset${index}` }));
  for (const device of devices) recentWrites.remember(device, { deviceDesc });
  const applyWrites = recentWrites.startRead();
  const shown = devices.map((device) => {
    const stored = readDevice({ assetId: device.assetId });
    return stored && applyWrites(device, stored)?.deviceDesc;
  });
  expect(shown.findIndex((text) => text === deviceDesc)).toBe(5);
  expect(shown.slice(5)).toEqual(Array(15).fill(deviceDesc));
});
