import { Field, ID, Int, InterfaceType } from "type-graphql";

export interface DeviceErrorDetails {
  readonly message: string;
  readonly retryable: boolean;
  readonly code?: number | undefined;
  readonly requestId?: string | undefined;
}

/** What every refusal carries; each kind of refusal is a class of its own, and its class is its GraphQL type. */
@InterfaceType({
  description:
    "What every refusal has in common. Select `... on DeviceError` and a client written today keeps working\n" +
    "when a result union gains a member.",
})
export abstract class DeviceError {
  @Field(() => Int, {
    nullable: true,
    description:
      "EnOS error code, such as `11702`. Null when EnOS gave none. Open-ended: compare it, never enumerate it.",
  })
  readonly code: number | null;

  @Field(() => String, { description: "One English sentence for people. Not for parsing." })
  readonly message: string;

  @Field(() => Boolean, { description: "Whether the same request, sent again unchanged, may succeed." })
  readonly retryable: boolean;

  @Field(() => ID, {
    nullable: true,
    description: "EnOS's name for this request. Quote it to EnOS support.",
  })
  readonly requestId: string | null;

  constructor(details: DeviceErrorDetails) {
    this.code = details.code ?? null;
    this.message = details.message;
    this.retryable = details.retryable;
    this.requestId = details.requestId ?? null;
  }
}
