import { matches } from "../devices/search/matches.js";
import type { SearchField, SearchFields } from "../devices/search/parseExpression.js";
import { project } from "../devices/search/projection.js";
import { readSearchRequest } from "../devices/search/searchRequest.js";
import { productNotFound } from "../devices/refusals.js";
import { type HttpResponse, invalidArgument, refusal, success } from "../http/response.js";
import type { OrganizationCall } from "../routes.js";
import { isFrom, type Settings } from "../settings.js";
import { modelIdOf, nameOf, type Product } from "./product.js";
import { attributesOf } from "./thingModel.js";

/** Serves Get Product. */
export function getProduct({ state, organization, call }: OrganizationCall): HttpResponse {
  const productKey = call.query.get("productKey");
  if (!productKey) return invalidArgument("productKey", "productKey is missing");
  const product = organization.products.get(productKey);
  if (!product) return productNotFound(state.settings);
  const { dynamicActiveEnabled, ...struct } = toStruct(organization.orgId, product, state.settings);
  // The manual's table and its samples of Get and Search Product name the field differently.
  return success({ ...struct, dynamicActivateEnabled: dynamicActiveEnabled });
}

/** Serves Search Product. */
export function searchProducts({ state, organization }: OrganizationCall, body: unknown): HttpResponse {
  const request = readSearchRequest(body, FIELDS, state.settings);
  if ("headers" in request) return request;
  const { expression, pageNo, pageSize, projection } = request;
  const found = [...organization.products.values()]
    .map((product) => toStruct(organization.orgId, product, state.settings))
    .filter((product) => !expression || matches(product, expression));
  const page = found.slice((pageNo - 1) * pageSize, pageNo * pageSize);
  return success(
    page.map((product) => project(product, projection)),
    { pagination: { sortedBy: null, pageNo, pageSize, totalSize: found.length } },
  );
}

/** Serves Get Thing Model. */
export function getModel({ state, organization, call }: OrganizationCall): HttpResponse {
  const modelId = call.query.get("modelId");
  if (!modelId) return invalidArgument("modelId", "modelId is missing");
  const model = state.models.get(modelId);
  if (!model) return refusal(99404, "Not found");
  if (model.denied) return refusal(99403, `Denied resource:  modelId ${modelId}`);
  const { name } = model;
  return success({
    modelId,
    modelIdPath: `/${modelId}`,
    orgId: organization.orgId,
    name,
    desc: "",
    tags: {},
    attributes: attributesOf(model),
    measurepoints: {},
    services: {},
    events: {},
  });
}

const keyField: SearchField = { operators: ["=", "in"], dotted: "never" };

/** @see manual, "Search Product", table of `expression` */
const FIELDS: SearchFields = new Map<string, SearchField>([
  ["productKey", keyField],
  ["modelId", keyField],
  ["productTags", { operators: ["=", "exists"], dotted: "always" }],
  ["productName", { operators: ["like"], dotted: "maybe" }],
]);

function toStruct(orgId: string, product: Product, settings: Settings) {
  return {
    orgId,
    productKey: product.productKey,
    productName: nameOf(product),
    productSecret: `secret-of-${product.productKey}`,
    productDesc: product.productDesc ?? "",
    productType: product.productType ?? "Device",
    dataFormat: "Json",
    productTags: product.productTags ?? null,
    modelId: modelIdOf(product),
    dynamicActiveEnabled: false,
    biDirectionalAuth: false,
    createBy: "sandbox",
    createTime: SEEDED_AT,
    updateBy: "sandbox",
    updateTime: SEEDED_AT,
    defaultValidDay: null,
    maxValidDay: null,
    ...(isFrom("2.4", settings) && { protocolGatewayIds: "" }),
  };
}

/** Epoch milliseconds. */
const SEEDED_AT = 1_582_861_255_508;
