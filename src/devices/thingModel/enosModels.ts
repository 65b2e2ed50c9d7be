import { GraphQLError } from "graphql";

import type { Enos, EnosAction, Refused, Reply } from "../../enos/enos.js";
import { EnosRequestError } from "../../enos/errors.js";
import { isJsonObject } from "../../scalars/json.js";
import type { Deadline } from "../../runtime/deadline.js";
import { readText } from "../deviceRecord.js";
import { canExist } from "../deviceReference.js";
import { ACCESS_DENIED, NO_SUCH_PRODUCT } from "../enosCodes.js";
import { unavailableRead } from "../readDevice/readErrors.js";
import { unreadable } from "../readDevice/searchDevices.js";
import { readThingModel } from "./readThingModel.js";
import type { ThingModel } from "./thingModel.js";
import type { ProductReference } from "./thingModelReader.js";

/**
 * Returns the models' IDs by product key, for those products that the organization has.
 *
 * @param productKeys at most 100. Keys that cannot exist are not sent: EnOS documents no escape in expressions.
 * @throws GraphQLError fit for clients when EnOS refuses or gives no answer.
 * @see EnOS API manual, "Search Product"
 */
export async function searchModelIds(
  enos: Enos,
  deadline: Deadline,
  orgId: string,
  productKeys: readonly string[],
): Promise<Map<string, string | GraphQLError>> {
  const keys = productKeys.filter((productKey) => canExist({ orgId, assetId: productKey }));
  if (keys.length === 0) return new Map();
  const body = {
    expression: `productKey in (${keys.map((key) => `'${key}'`).join(", ")})`,
    pagination: { pageNo: 1, pageSize: keys.length },
    // No other fields are read: a product has a secret.
    projection: ["productKey", "modelId"],
  };
  const reply = await send(
    enos,
    { method: "POST", resource: "products", action: "search", orgId, body, repeatable: true },
    deadline,
  );
  if (!reply.ok) {
    if (NO_SUCH_PRODUCT.has(reply.code)) return new Map();
    throw refused(reply, `the products of the organization “${orgId}”`, "products");
  }
  // "No such product" is said only of what EnOS was seen to have searched for.
  if (!Array.isArray(reply.data)) throw unavailableRead(unreadable());
  const asked = new Set(keys);
  return new Map(
    reply.data.flatMap((row: unknown): [string, string | GraphQLError][] => {
      const { productKey, modelId } = readProduct(row);
      if (productKey === undefined) return [];
      if (!asked.has(productKey))
        throw unavailableRead(unreadable("EnOS's answer was about another product."));
      return [[productKey, modelId ?? noModel(`the product “${productKey}”`)]];
    }),
  );
}

function readProduct(row: unknown) {
  const { productKey, modelId } = isJsonObject(row) ? row : {};
  return { productKey: readText(productKey), modelId: readText(modelId) };
}

/**
 * Returns a product's thing model.
 *
 * @throws GraphQLError fit for clients when EnOS refuses, does not have the model, or gives no answer.
 * @see EnOS API manual, "Get Thing Model"
 */
export async function getThingModel(
  enos: Enos,
  deadline: Deadline,
  { orgId, productKey }: ProductReference,
  modelId: string,
): Promise<ThingModel> {
  const product = `the product “${productKey}”`;
  const reply = await send(
    enos,
    { method: "GET", resource: "thing-models", action: "get", orgId, query: { modelId }, repeatable: true },
    deadline,
  );
  if (!reply.ok) {
    if (NO_SUCH_PRODUCT.has(reply.code)) throw noModel(product);
    throw refused(reply, `the thing model of ${product}`, "thing models");
  }
  const model =
    isJsonObject(reply.data) && isAbout(reply.data, modelId)
      ? readThingModel(reply.data, modelId)
      : undefined;
  if (model) return model;
  throw unavailableRead(unreadable());
}

/** Returns whether an answer is about the requested model. */
function isAbout(data: Record<string, unknown>, modelId: string): boolean {
  return data.modelId == null || readText(data.modelId) === modelId;
}

async function send(enos: Enos, action: EnosAction, deadline: Deadline): Promise<Reply> {
  try {
    return await enos.send(action, deadline);
  } catch (error) {
    throw error instanceof EnosRequestError ? unavailableRead(error) : error;
  }
}

/** Returns the error for a refusal: an application that may create devices may lack the permission to read products and models. */
function refused({ code, message, requestId }: Refused, subject: string, permission: string): GraphQLError {
  const denied = code === ACCESS_DENIED;
  return new GraphQLError(
    denied
      ? `EnOS denies ${subject} to this application: its service account lacks the permission to read ${permission}, or access to the organization.`
      : `EnOS refused to show ${subject} with the code ${code}: ${message || "no reason given"}.`,
    {
      extensions: {
        code: denied ? "FORBIDDEN" : "ENOS_REFUSED",
        retryable: false,
        enosCode: code,
        requestId,
      },
    },
  );
}

function noModel(subject: string): GraphQLError {
  return new GraphQLError(`EnOS shows no thing model for ${subject}.`, {
    extensions: { code: "ENOS_REFUSED", retryable: false },
  });
}
