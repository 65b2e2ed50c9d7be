/**
 * Builds a form model from a product's thing model: its fields, and a validator of their values.
 *
 *   node formModel.mjs [--url URL] [--org ORG] [--product PRODUCT] [--locale LOCALE] ['{"attribute": value}']
 */
import { parseArgs } from "node:util";

import { Ajv2020 } from "ajv/dist/2020.js";

const QUERY = `query FormModel($orgId: ID!, $productKey: ID!, $locale: String) {
  thingModel(orgId: $orgId, productKey: $productKey) {
    attributesSchema(locale: $locale)
  }
}`;

/**
 * Returns the fields of a form for a product's attributes, and a function that finds the faults of its values.
 *
 * @throws Error when the service does not show the model.
 */
export async function readFormModel(url, variables, headers = {}) {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify({ query: QUERY, variables }),
  });
  const { data, errors } = await response.json();
  if (errors) throw new Error(errors[0].message);
  if (!data.thingModel) throw new Error(`There is no product ${variables.productKey}.`);
  const schema = data.thingModel.attributesSchema;
  // Compile a schema once, and keep no more of them than you use: each takes memory.
  const validate = new Ajv2020({ strict: true, allErrors: true }).compile(schema);
  return {
    fields: toFields(schema),
    findFaults: (values) => (validate(values) ? [] : validate.errors.map(toFault)),
  };
}

/** Returns what a form needs of each attribute. */
function toFields({ properties, required = [] }) {
  return Object.entries(properties).map(([name, property]) => ({
    name,
    label: property.title ?? name,
    hint: property.description,
    required: required.includes(name),
    input: toInput(property),
  }));
}

/** Returns the kind of input element, with its options where there are choices. */
function toInput(property) {
  if (property.oneOf && property.type !== "boolean")
    return { kind: "select", options: property.oneOf.map(({ const: value, title }) => ({ value, title })) };
  switch (property.type) {
    case "boolean":
      return { kind: "checkbox" };
    case "integer":
      return { kind: "number", step: 1, min: property.minimum, max: property.maximum };
    case "number":
      return { kind: "number", step: "any" };
    case "string":
      return property.pattern ? { kind: "date" } : { kind: "text", maxLength: property.maxLength };
    case "array":
      return { kind: "list", item: toInput(property.items ?? {}) };
    case "object":
      return property.properties
        ? { kind: "group", fields: toFields(property) }
        : { kind: "textarea", format: "json" };
    // Anything, as for a type that the schema does not know yet.
    default:
      return { kind: "textarea", format: "json" };
  }
}

/** Returns the field at fault and a sentence about it. */
function toFault({ instancePath, params, message }) {
  const path = instancePath.split("/").slice(1);
  const name = params.missingProperty ?? params.additionalProperty;
  return { path: name === undefined ? path : [...path, name], message };
}

if (import.meta.main ?? process.argv[1] === import.meta.filename) {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      url: { type: "string", default: "http://127.0.0.1:4001/graphql" },
      org: { type: "string", default: "o15475450989191" },
      product: { type: "string", default: "AllTypes" },
      locale: { type: "string" },
    },
  });
  const { url, org: orgId, product: productKey, locale } = values;
  const model = await readFormModel(
    url,
    { orgId, productKey, locale },
    JSON.parse(process.env.HEADERS ?? "{}"),
  );
  console.dir(model.fields, { depth: null });
  const faults = model.findFaults(JSON.parse(positionals[0] ?? "{}"));
  console.log(faults.length === 0 ? "The values are valid." : "Faults:");
  for (const { path, message } of faults) console.log(`  ${path.join(".") || "(all)"}: ${message}`);
}
