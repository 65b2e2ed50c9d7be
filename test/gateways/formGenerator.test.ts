import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";

import { ThingModelDocument } from "../generated/operations.js";
import { ORG } from "../support/createDevice.js";
import { closeAll, startSubgraph } from "../support/subgraph.js";

afterEach(closeAll);

async function renderForm(schema: object): Promise<string> {
  const program = spawn(process.execPath, ["test/gateways/renderForm.mjs"], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  program.stdin.end(JSON.stringify(schema));
  return text(program.stdout);
}

test.each([
  [ORG, "Vu82Agp3"],
  [ORG, "AllTypes"],
  ["o15475450989192", "Qx94Bmt7"],
])("rjsf renders a field for each attribute of a product (%s, %s)", async (orgId, productKey) => {
  const subgraph = await startSubgraph();
  const { data } = await subgraph.ask(ThingModelDocument, { orgId, productKey });
  const model = data?.thingModel;
  if (!model) throw new Error("no thing model");
  const html = await renderForm(model.attributesSchema);
  // rjsf says so in the place of a field that it cannot render.
  expect(html).not.toMatch(/Unsupported field|Unknown field type/);
  // A form sends what is selected, even when nobody has chosen it. Alternatives of types are no values.
  const values = html.replace(/<select id="\w+__anyof_select".*?<\/select>/g, "");
  expect(values).not.toMatch(/<option value="\d+" selected|checked/);
  for (const { identifier, dataType } of model.attributes) {
    if (dataType === "MAP") expect(html).toContain(`id="root_${identifier}__add"`);
    expect(html).toMatch(new RegExp(`id="root_${identifier}(__anyof_select)?"`));
  }
});
