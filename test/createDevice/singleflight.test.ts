import "reflect-metadata";

import { CreateDevice } from "../../src/devices/createDevice/createDevice.js";
import { Singleflight } from "../../src/devices/createDevice/singleflight.js";
import { DeviceUnconfirmedError } from "../../src/devices/deviceErrors.js";
import { RecentWrites } from "../../src/devices/recentWrites.js";
import { EnosRequestError } from "../../src/enos/errors.js";
import { systemClock } from "../../src/runtime/clock.js";
import type { Deadline } from "../../src/runtime/deadline.js";
import { noTelemetry } from "../../src/runtime/telemetry.js";
import { unlimited } from "../../src/devices/writeRateLimit.js";
import { deadlineIn } from "../support/deadlines.js";
import { INPUT } from "../support/createDevice.js";

it("a follower leaves at its own deadline, and the flight goes on", async () => {
  const flights = new Singleflight<string>();
  const work = Promise.withResolvers<string>();
  const leader = flights.run("same", deadlineIn(), () => work.promise);
  const follower = flights.run("same", deadlineIn(0), () => Promise.reject(new Error("started twice")));
  await expect(follower).rejects.toBeInstanceOf(EnosRequestError);
  work.resolve("done");
  expect(await leader).toEqual({ result: "done", coalesced: false });
});

it("a flight lasts until the latest deadline of its participants, while any of them is connected", async () => {
  const flights = new Singleflight<string>();
  const connected = { leader: true, follower: true };
  const work = Promise.withResolvers<string>();
  let shared: Deadline | undefined;
  const leader = flights.run(
    "same",
    deadlineIn(0, () => connected.leader),
    (its) => {
      shared = its;
      return work.promise;
    },
  );
  const follower = flights.run(
    "same",
    deadlineIn(60_000, () => connected.follower),
    () => work.promise,
  );
  await expect(leader).rejects.toBeInstanceOf(EnosRequestError);
  connected.leader = false;
  expect(shared?.leaves(1_000)).toBe(true);
  connected.follower = false;
  expect(shared?.leaves(0)).toBe(false);
  work.resolve("done");
  expect(await follower).toEqual({ result: "done", coalesced: true });
});

it("requests after a flight that failed start another", async () => {
  const flights = new Singleflight<string>();
  await expect(flights.run("same", deadlineIn(), () => Promise.reject(new Error("crashed")))).rejects.toThrow(
    "crashed",
  );
  expect(await flights.run("same", deadlineIn(), () => Promise.resolve("done"))).toMatchObject({
    coalesced: false,
  });
});

it("a request whose own deadline passes in another's flight is unconfirmed, and a defect stays a defect", async () => {
  const work = Promise.withResolvers<never>();
  const createDevice = new CreateDevice({
    ...{ enos: { send: () => work.promise }, clock: systemClock, random: Math.random },
    ...{ telemetry: noTelemetry, limit: unlimited, deviceKeys: "subgraph" },
    recentWrites: new RecentWrites(systemClock),
  });
  const run = (its: Deadline) => createDevice.create(input, its);
  const input = { ...INPUT, idempotencyKey: "same" };
  const first = run(deadlineIn());
  const late = run(deadlineIn(50));
  expect(await late).toBeInstanceOf(DeviceUnconfirmedError);
  work.reject(new Error("a defect"));
  await expect(first).rejects.toThrow("a defect");
});
