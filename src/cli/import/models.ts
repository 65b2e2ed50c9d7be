import type { GraphqlClient } from "./graphqlClient.js";
import type { Model } from "./attributeValues.js";
import { ServiceError } from "./errors.js";
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

/**
 * Returns the thing model of a product, or why it is not known.
 *
 * @throws ServiceError when the service gives no answer.
 */
export async function readModel(
  client: GraphqlClient,
  target: Target,
): Promise<{ readonly model: Model } | UnknownModel> {
  const { data, errors } = await client.send(ImportModelDocument, target);
  if (data?.thingModel) return { model: data.thingModel };
  const [error] = errors;
  if (error?.retryable) throw new ServiceError(error.message);
  if (error) return { column: undefined, fault: error.message };
  return {
    column: "productKey",
    fault: `The organization “${target.orgId}” has no product “${target.productKey}”.`,
  };
}
