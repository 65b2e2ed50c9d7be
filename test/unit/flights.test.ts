import "reflect-metadata";

import { CreateDevice } from "../../src/devices/createDevice/createDevice.js";
import { DeviceUnconfirmedError } from "../../src/devices/errors/deviceUnconfirmedError.js";
import { systemClock } from "../../src/enos/clock.js";
import { EnosFailure } from "../../src/enos/failure.js";
import { OperationPatience } from "../../src/enos/operationPatience.js";
import type { Patience } from "../../src/enos/patience.js";
import { Flights } from "../../src/devices/createDevice/flights.js";
import { INPUT } from "../support/createDevice.js";

const MINUTE = 60_000;

it("whoever joins a flight leaves it at their own deadline, and the flight goes on", async () => {
  const flights = new Flights<string>();
  const landing = Promise.withResolvers<string>();
  const first = flights.join("same", new OperationPatience(systemClock, MINUTE), () => landing.promise);
  const late = flights.join("same", new OperationPatience(systemClock, 0), () =>
    Promise.reject(new Error("started twice")),
  );
  await expect(late).rejects.toBeInstanceOf(EnosFailure);
  landing.resolve("landed");
  expect(await first).toEqual({ result: "landed", joined: false, outOfTime: false });
});

it("a flight goes on while anybody who waits for it listens, and for nobody else's sake", async () => {
  const flights = new Flights<string>();
  const gone = { leader: false, joiner: false };
  const landing = Promise.withResolvers<string>();
  const leader = new OperationPatience(systemClock, MINUTE, () => gone.leader);
  const joiner = new OperationPatience(systemClock, MINUTE, () => gone.joiner);
  let shared: Patience | undefined;
  const started = flights.join("same", leader, (patience) => {
    shared = patience;
    return landing.promise;
  });
  const joined = flights.join("same", joiner, () => landing.promise);
  gone.leader = true;
  expect(shared?.allows(0)).toBe(true);
  expect(leader.allows(0)).toBe(false);
  gone.joiner = true;
  expect(shared?.allows(0)).toBe(false);
  landing.resolve("landed");
  expect((await joined).joined).toBe(true);
  await started;
});

it("a flight that failed is not joined by those who come after", async () => {
  const flights = new Flights<string>();
  const patience = new OperationPatience(systemClock, MINUTE);
  await expect(flights.join("same", patience, () => Promise.reject(new Error("crashed")))).rejects.toThrow(
    "crashed",
  );
  expect(await flights.join("same", patience, () => Promise.resolve("landed"))).toMatchObject({
    joined: false,
  });
});

it("a request whose own deadline passes in another's flight is unconfirmed, and a defect stays a defect", async () => {
  const landing = Promise.withResolvers<never>();
  const createDevice = new CreateDevice({ send: () => landing.promise }, systemClock);
  const input = { ...INPUT, idempotencyKey: "same" };
  const first = createDevice.run(input, new OperationPatience(systemClock, MINUTE));
  const late = createDevice.run(input, new OperationPatience(systemClock, 50));
  expect(await late).toBeInstanceOf(DeviceUnconfirmedError);
  landing.reject(new Error("a defect"));
  await expect(first).rejects.toThrow("a defect");
});

it("whoever joined a flight whose answer was lost is never told that nothing was created", async () => {
  const lost = Promise.withResolvers<never>();
  const down = new EnosFailure("down", { outcome: "NOT_APPLIED", retryable: true });
  const send = jest.fn(() => Promise.reject(down)).mockReturnValueOnce(lost.promise);
  const createDevice = new CreateDevice({ send }, systemClock);
  const input = { ...INPUT, idempotencyKey: "same" };
  const asked = [1, 2].map(() => createDevice.run(input, new OperationPatience(systemClock, MINUTE)));
  lost.reject(new EnosFailure("lost", { outcome: "UNKNOWN", retryable: true }));
  for (const result of await Promise.all(asked)) expect(result).toBeInstanceOf(DeviceUnconfirmedError);
  expect(send).toHaveBeenCalledTimes(2);
});
