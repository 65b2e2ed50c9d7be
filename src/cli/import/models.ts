import type { GraphqlClient } from "./graphqlClient.js";
import type { Model } from "./attributeValues.js";
import { AccessDeniedError, ServiceError } from "./errors.js";
import { ImportModelDocument } from "./operations.js";
import type { KnownModel, Target, UnknownModel } from "./rowToInput.js";

/** The thing models of the products that rows name, each read once. */
export class Models {
  readonly #known = new Map<string, Promise<KnownModel>>();

  constructor(private readonly client: GraphqlClient) {}

  /** Returns the attributes of a product, or why they are not known. */
  find(target: Target): Promise<KnownModel> {
    const name = JSON.stringify([target.orgId, target.productKey]);
    let known = this.#known.get(name);
    if (!known) this.#known.set(name, (known = this.#load(target)));
    return known;
  }

  async #load(target: Target): Promise<KnownModel> {
    const read = await readModel(this.client, target);
    if ("fault" in read) return read;
    return {
      attributes: new Map(read.model.attributes.map((attribute) => [attribute.identifier, attribute])),
    };
  }
}

/** Codes of errors that are about the product: other products have models all the same. */
const PRODUCT_CODES: ReadonlySet<string | undefined> = new Set([
  "BAD_USER_INPUT",
  "ENOS_REFUSED",
  "FORBIDDEN",
]);

/**
 * Returns the thing model of a product, or why it is not known.
 *
 * @throws AccessDeniedError when the caller may read no models.
 * @throws ServiceError when the service gives no answer.
 */
export async function readModel(
  client: GraphqlClient,
  target: Target,
): Promise<{ readonly model: Model } | UnknownModel> {
  const { data, errors } = await client.send(ImportModelDocument, target);
  if (data?.thingModel) return { model: data.thingModel };
  const [error] = errors;
  if (error?.code === "UNAUTHENTICATED" || error?.scope !== undefined)
    throw new AccessDeniedError(error.message);
  if (error && !PRODUCT_CODES.has(error.code)) throw new ServiceError(error.message);
  if (error) return { column: undefined, fault: error.message };
  return {
    column: "productKey",
    fault: `The organization “${target.orgId}” has no product “${target.productKey}”.`,
  };
}
