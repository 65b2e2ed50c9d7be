import { Ctx, Field, ID, Int, InterfaceType, ObjectType } from "type-graphql";

import type { DevicesContext } from "./context.js";
import { Device } from "./device.js";

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

/** Where an input is at fault, and how. */
@ObjectType({ description: "One fault of an input.", simpleResolvers: true })
export class InputProblem {
  @Field(() => [String], {
    description:
      'Where: the names from the input down to the faulty value, such as `["deviceTags", "floor"]`. Empty when EnOS did not say.',
  })
  readonly path: readonly string[];

  @Field(() => String)
  readonly message: string;

  constructor(path: readonly string[], message: string) {
    this.path = path;
    this.message = message;
  }
}

/** What was asked for: a device key, and the product that was to have it. */
export interface TakenKey {
  readonly orgId: string;
  readonly productKey: string;
  readonly deviceKey: string | null;
}

/** Somebody else's device holds the key that was asked for. */
@ObjectType({
  implements: DeviceError,
  description: "EnOS 11702: another device already holds the requested `deviceKey`.",
  simpleResolvers: true,
})
export class DeviceKeyTakenError extends DeviceError {
  @Field(() => ID, { nullable: true })
  readonly deviceKey: string | null;

  readonly key: TakenKey;

  constructor(details: DeviceErrorDetails, key: TakenKey) {
    super(details);
    this.deviceKey = key.deviceKey;
    this.key = key;
  }

  @Field(() => Device, {
    nullable: true,
    description:
      "The device that holds the key, when it belongs to the same product and the caller may read it.",
  })
  async device(@Ctx() { devices }: DevicesContext): Promise<Device | null> {
    const { orgId, productKey, deviceKey } = this.key;
    if (deviceKey === null || !devices.mayRead(orgId)) return null;
    return devices.find({ orgId, productKey, deviceKey });
  }
}

/** EnOS had no key to give, on any attempt; nothing was created. */
@ObjectType({
  implements: DeviceError,
  description: "EnOS 11714: no `deviceKey` could be assigned just now, however often it was asked.",
  simpleResolvers: true,
})
export class DeviceKeyNotAssignedError extends DeviceError {}

/** The product is full. */
@ObjectType({
  implements: DeviceError,
  description: "EnOS 11739: the product already has as many devices as it may.",
  simpleResolvers: true,
})
export class DeviceLimitExceededError extends DeviceError {
  @Field(() => ID)
  readonly productKey: string;

  constructor(details: DeviceErrorDetails, productKey: string) {
    super(details);
    this.productKey = productKey;
  }
}

/** The input is at fault, by EnOS's judgment or by ours. */
@ObjectType({
  implements: DeviceError,
  description: "EnOS 99400, or a fault found before asking EnOS.",
  simpleResolvers: true,
})
export class InvalidDeviceInputError extends DeviceError {
  @Field(() => [InputProblem], { description: "Every fault found, not only the first." })
  readonly problems: readonly InputProblem[];

  constructor(details: DeviceErrorDetails, problems: readonly InputProblem[]) {
    super(details);
    this.problems = problems;
  }
}

/** The organization has no such product. */
@ObjectType({
  implements: DeviceError,
  description: "EnOS 11404, 99404 or 11611: the organization has no such product.",
  simpleResolvers: true,
})
export class ProductNotFoundError extends DeviceError {
  @Field(() => ID)
  readonly productKey: string;

  constructor(details: DeviceErrorDetails, productKey: string) {
    super(details);
    this.productKey = productKey;
  }
}

/** Either EnOS denies the organization to this application, or we deny it to the caller. */
@ObjectType({
  implements: DeviceError,
  description: "EnOS 99403, or the caller may not act for this organization.",
  simpleResolvers: true,
})
export class OrganizationAccessDeniedError extends DeviceError {
  @Field(() => ID)
  readonly orgId: string;

  constructor(details: DeviceErrorDetails, orgId: string) {
    super(details);
    this.orgId = orgId;
  }
}

/** A device made with this idempotency key stands in EnOS, and it is not the one asked for. */
@ObjectType({
  implements: DeviceError,
  description: "The idempotency key was used before, for a different input.",
  simpleResolvers: true,
})
export class IdempotencyConflictError extends DeviceError {
  @Field(() => ID)
  readonly idempotencyKey: string;

  constructor(details: DeviceErrorDetails, idempotencyKey: string) {
    super(details);
    this.idempotencyKey = idempotencyKey;
  }
}

/** EnOS was not asked, or certainly did nothing. */
@ObjectType({
  implements: DeviceError,
  description: "EnOS could not be asked, or said it did nothing. No device was created.",
  simpleResolvers: true,
})
export class EnosUnavailableError extends DeviceError {
  @Field(() => Int, {
    nullable: true,
    description: "How long to wait before trying again, when known. Milliseconds.",
  })
  readonly retryAfterMs: number | null;

  constructor(details: DeviceErrorDetails, retryAfterMs?: number) {
    super(details);
    this.retryAfterMs = retryAfterMs ?? null;
  }
}

/** The one honest answer when a create may have been applied and nobody can say. */
@ObjectType({
  implements: DeviceError,
  description:
    "EnOS was asked and its answer was lost: the device may exist. Send the same request again with the same\n" +
    "`idempotencyKey` to find out; `retryable` is true only when the request carried a key.",
  simpleResolvers: true,
})
export class DeviceUnconfirmedError extends DeviceError {
  @Field(() => ID, { nullable: true, description: "The key to look for, when the request had one." })
  readonly deviceKey: string | null;

  constructor(details: DeviceErrorDetails, deviceKey: string | null) {
    super(details);
    this.deviceKey = deviceKey;
  }
}

/** A definite no whose code the manual does not list for this action. */
@ObjectType({
  implements: DeviceError,
  description: "EnOS refused with a code this schema has no type for yet.",
  simpleResolvers: true,
})
export class UnrecognizedDeviceError extends DeviceError {}
