import { GraphQLError } from "graphql";
import { Args, ArgsType, Ctx, Field, FieldResolver, ID, Query, Resolver, Root } from "type-graphql";

import type { DevicesContext } from "../context.js";
import { Product } from "../device.js";
import { deniedToCaller } from "../enosCodes.js";
import { ThingModel } from "./thingModel.js";
import type { ProductReference } from "./thingModelReader.js";

const DESCRIPTION =
  "What a device of this product can be given at creation; null when the organization has no such product.";

/** Arguments of `Query.thingModel`. */
@ArgsType()
export class ThingModelArgs {
  @Field(() => ID)
  readonly orgId!: string;

  @Field(() => ID)
  readonly productKey!: string;
}

/** `Query.thingModel` and `Product.thingModel`. */
@Resolver(() => Product)
export class ThingModelResolver {
  @Query(() => ThingModel, { name: "thingModel", nullable: true, description: DESCRIPTION })
  thingModel(
    @Args(() => ThingModelArgs) product: ThingModelArgs,
    @Ctx() context: DevicesContext,
  ): Promise<ThingModel | null> {
    return loadThingModel(product, context);
  }

  @FieldResolver(() => ThingModel, { name: "thingModel", nullable: true, description: DESCRIPTION })
  productThingModel(@Root() product: Product, @Ctx() context: DevicesContext): Promise<ThingModel | null> {
    return loadThingModel(product, context);
  }
}

/**
 * Returns a product's thing model, or null when the product does not exist.
 *
 * @throws GraphQLError FORBIDDEN when the caller may neither create nor read devices of the organization, or EnOS
 *   denies the model; ENOS_UNAVAILABLE or ENOS_REFUSED when EnOS does not show it.
 */
async function loadThingModel(
  product: ProductReference,
  { caller, thingModels }: DevicesContext,
): Promise<ThingModel | null> {
  if (!caller.has("device:create")) caller.require("device:read");
  if (!caller.mayActFor(product.orgId)) {
    throw new GraphQLError(deniedToCaller(product.orgId), { extensions: { code: "FORBIDDEN" } });
  }
  return thingModels().load(product);
}
