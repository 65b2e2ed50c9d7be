import { randomUUID } from "node:crypto";

import { createMany } from "./bulk.js";
import { createClient } from "./client.js";
import { Submission, toFormErrors, type CreateDeviceResult, type DeviceForm } from "./createDevice.js";
import { DeviceListView } from "./deviceList.js";

/** An organization and a product of the sandbox EnOS. */
const ORG = "o15475450989191";
const PRODUCT = "Vu82Agp3";

const client = createClient(process.env.DEVICES_URL ?? "http://127.0.0.1:4001/graphql");
const form: DeviceForm = {
  orgId: ORG,
  productKey: PRODUCT,
  timezone: "Asia/Shanghai",
  deviceName: { defaultValue: "Turbine 7" },
};

console.log("1. A form with two typos shows each beside its field:");
const typos = await new Submission({ ...form, timezone: "Asia/Shangai", deviceTags: { floor: " 2 " } }).send(
  client,
);
if (typos.__typename === "CreateDeviceSuccess") throw new Error("the typos were accepted");
console.log(toFormErrors(typos).fields);

console.log("2. Corrected input is a new submission; sent twice, it creates one device:");
const submission = new Submission(form);
const created = requireSuccess(await submission.send(client));
const repeated = requireSuccess(await submission.send(client));
console.log({
  assetId: created.device.assetId,
  secret: created.deviceSecretStatus,
  sameDevice: repeated.device.id === created.device.id,
  sameSecret: repeated.deviceSecret === created.deviceSecret,
  replayed: repeated.replayed,
});

console.log("3. One key for two inputs is a conflict, which names the first device:");
const key = randomUUID();
requireSuccess(await new Submission({ ...form, deviceName: { defaultValue: "Pump" } }, key).send(client));
const conflict = await new Submission({ ...form, deviceName: { defaultValue: "Fan" } }, key).send(client);
if (conflict.__typename === "CreateDeviceSuccess") throw new Error("two inputs shared a key");
console.log(toFormErrors(conflict).form);

console.log("4. A list in chunks, with progress:");
const inputs = Array.from({ length: 250 }, (_, index) => ({
  ...form,
  deviceName: { defaultValue: `Sensor ${index + 1}` },
  deviceTags: { batch: "example" },
  idempotencyKey: randomUUID(),
}));
const results = await createMany(client, inputs, ({ done, total }) => {
  console.log(`   ${done} of ${total}`);
});
const succeeded = results.filter((result) => result?.__typename === "CreateDeviceSuccess");
console.log(`   ${succeeded.length} created`);

console.log("5. A list that stays true while devices are created, renamed and deleted:");
const list = new DeviceListView(client, ORG, { productKeys: [PRODUCT], nameContains: "Turbine" });
const before = await list.names();
const totals = [await list.total()];
const another = requireSuccess(
  await new Submission({ ...form, deviceName: { defaultValue: "Turbine 8" } }).send(client),
);
list.add(another.device);
// Added again, as after a repeated request: the list has it once.
list.add(another.device);
await list.rename(another.device.assetId, "Turbine 8b");
const during = await list.names();
totals.push(await list.total());
await list.remove(another.device.assetId);
const after = await list.names();
totals.push(await list.total());
await list.refresh();
totals.push(await list.total());
console.log({
  added: during.length - before.length,
  first: during[0],
  removed: during.length - after.length,
  totals: totals.join(", "),
});

client.stop();

function requireSuccess(result: CreateDeviceResult) {
  if (result.__typename !== "CreateDeviceSuccess") throw new Error(`${result.__typename}: ${result.message}`);
  return result;
}
