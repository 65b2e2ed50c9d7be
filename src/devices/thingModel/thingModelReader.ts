import { bulkhead } from "cockatiel";
import DataLoader from "dataloader";
import { GraphQLError } from "graphql";
import { LRUCache } from "lru-cache";

import type { Enos } from "../../enos/enos.js";
import type { Clock } from "../../runtime/clock.js";
import type { Deadline } from "../../runtime/deadline.js";
import { getThingModel, searchModelIds } from "./enosModels.js";
import type { ThingModel } from "./thingModel.js";

/** How long models are cached. People edit models, and a change shows after a minute at most. Milliseconds. */
const CACHED_MS = 60_000;
/** Bounds the memory: a model has 200 attributes at most. */
const MAX_MODELS = 500;
const MAX_PRODUCTS = 10_000;

/** Every edition of EnOS gives twice as many products at once. */
const PRODUCTS_PER_SEARCH = 100;
/** How many models of one request are read at once; the rest of the way to EnOS stays for other requests. */
const MODELS_AT_ONCE = 8;

/** Identity of a product. */
export interface ProductReference {
  readonly orgId: string;
  readonly productKey: string;
}

/** Loader of the thing models of products; null for a product that the organization does not have. */
export type ThingModelLoader = DataLoader<ProductReference, ThingModel | null, string>;

/** Models, or errors, by `toName` of their products; no entry for a product that does not exist. */
type Findings = ReadonlyMap<string, ThingModel | GraphQLError>;

/**
 * Reads thing models, each once a minute however many requests need it.
 *
 * Of a product only the ID of its model is read: without a projection EnOS sends the product's secret, too.
 */
export class ThingModelReader {
  readonly #models: LRUCache<string, ThingModel>;
  readonly #modelIds: LRUCache<string, string>;

  constructor(clock: Clock) {
    const options = { ttl: CACHED_MS, perf: { now: () => clock.now() } };
    this.#models = new LRUCache({ ...options, max: MAX_MODELS });
    this.#modelIds = new LRUCache({ ...options, max: MAX_PRODUCTS });
  }

  /** Returns the loader of one request: one search per organization and page, one read per model. */
  createLoader(enos: Enos, deadline: Deadline): ThingModelLoader {
    return new DataLoader<ProductReference, ThingModel | null, string>(
      async (products) => {
        const findings = await this.#find(enos, products, deadline);
        return products.map((product) => findings.get(toName(product)) ?? null);
      },
      { cacheKeyFn: toName },
    );
  }

  async #find(enos: Enos, products: readonly ProductReference[], deadline: Deadline): Promise<Findings> {
    const findings = new Map<string, ThingModel | GraphQLError>();
    const modelIds = await this.#findModelIds(enos, products, deadline, findings);
    const byModel = Map.groupBy(
      products.filter((product) => modelIds.has(toName(product))),
      (product) => JSON.stringify([product.orgId, modelIds.get(toName(product))]),
    );
    const lanes = bulkhead(MODELS_AT_ONCE, byModel.size);
    const reads = [...byModel.values()].map((group) =>
      lanes.execute(async () => {
        const [first] = group;
        if (!first) return;
        const model = await this.#getModel(enos, first, modelIds.get(toName(first)) ?? "", deadline);
        for (const product of group) findings.set(toName(product), model);
      }),
    );
    await Promise.all(reads);
    return findings;
  }

  /** Returns the models' IDs of the products that exist, and puts the errors of searches into `findings`. */
  async #findModelIds(
    enos: Enos,
    products: readonly ProductReference[],
    deadline: Deadline,
    findings: Map<string, ThingModel | GraphQLError>,
  ): Promise<ReadonlyMap<string, string>> {
    const modelIds = new Map<string, string>();
    const unknown = products.filter((product) => {
      const cached = this.#modelIds.get(toName(product));
      if (cached !== undefined) modelIds.set(toName(product), cached);
      return cached === undefined;
    });
    const searches = [...Map.groupBy(unknown, ({ orgId }) => orgId)].flatMap(([orgId, group]) =>
      toPages(group).map(async (page) => {
        const keys = page.map(({ productKey }) => productKey);
        const found = await orError(searchModelIds(enos, deadline, orgId, keys));
        for (const product of page) {
          const result = found instanceof GraphQLError ? found : found.get(product.productKey);
          if (result instanceof GraphQLError) findings.set(toName(product), result);
          else if (result !== undefined) {
            modelIds.set(toName(product), result);
            this.#modelIds.set(toName(product), result);
          }
        }
      }),
    );
    await Promise.all(searches);
    return modelIds;
  }

  async #getModel(
    enos: Enos,
    product: ProductReference,
    modelId: string,
    deadline: Deadline,
  ): Promise<ThingModel | GraphQLError> {
    const name = JSON.stringify([product.orgId, modelId]);
    const cached = this.#models.get(name);
    if (cached) return cached;
    const model = await orError(getThingModel(enos, deadline, product, modelId));
    if (!(model instanceof GraphQLError)) this.#models.set(name, model);
    return model;
  }
}

function toName({ orgId, productKey }: ProductReference): string {
  return JSON.stringify([orgId, productKey]);
}

function toPages<Item>(items: readonly Item[]): Item[][] {
  return Array.from({ length: Math.ceil(items.length / PRODUCTS_PER_SEARCH) }, (_, page) =>
    items.slice(page * PRODUCTS_PER_SEARCH, (page + 1) * PRODUCTS_PER_SEARCH),
  );
}

/** An error of one search must not reject the products of the others. */
async function orError<T>(promise: Promise<T>): Promise<T | GraphQLError> {
  try {
    return await promise;
  } catch (error) {
    if (error instanceof GraphQLError) return error;
    throw error;
  }
}
