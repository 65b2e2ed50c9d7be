import { Directive, Field, ID, ObjectType } from "type-graphql";

/** A reference to an entity of the subgraph that manages products; nothing of a product is known here. */
@Directive('@key(fields: "orgId productKey", resolvable: false)')
@ObjectType({
  description: "A product, owned by the subgraph that manages products.",
  simpleResolvers: true,
})
export class Product {
  @Field(() => ID)
  readonly orgId: string;

  @Field(() => ID)
  readonly productKey: string;

  constructor(orgId: string, productKey: string) {
    this.orgId = orgId;
    this.productKey = productKey;
  }
}
