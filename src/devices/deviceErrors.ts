import { Ctx, Field, ID, Int, InterfaceType, ObjectType } from "type-graphql";

import { MAX_LISTED_PROBLEMS } from "../graphql/inputProblems.js";
import type { DevicesContext } from "./context.js";
import { Device } from "./device.js";
import type { KeyReference } from "./deviceReference.js";
import { boundProblems, InputProblem } from "./inputProblem.js";

/** The fields that every refusal has. */
export interface DeviceErrorDetails {
  readonly message: string;
  readonly retryable: boolean;
  readonly code?: number | undefined;
  readonly requestId?: string | undefined;
}

/** The base of all refusals. Each kind has its own class, with the name of its GraphQL type. */
@InterfaceType({
  description:
    "Common fields of every refusal. Select `... on DeviceError` and a client written today keeps working when a result\n" +
    "union gains a member. Clients with a normalizing cache need `possibleTypes`: see schema/possibleTypes.json.",
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
    description: "EnOS's ID of this request. Quote it to EnOS support.",
  })
  readonly requestId: string | null;

  constructor(details: DeviceErrorDetails) {
    this.code = details.code ?? null;
    this.message = details.message;
    this.retryable = details.retryable;
    this.requestId = details.requestId ?? null;
  }
}

/** A device holds the key, and no idempotency key shows that this request created it. */
@ObjectType({
  implements: DeviceError,
  description: "EnOS 11702: a device already holds the requested `deviceKey`.",
  simpleResolvers: true,
})
export class DeviceKeyTakenError extends DeviceError {
  @Field(() => ID, { nullable: true })
  readonly deviceKey: string | null;

  /** @param key the requested key; undefined when EnOS chose it. */
  constructor(
    details: DeviceErrorDetails,
    private readonly key: KeyReference | undefined,
  ) {
    super(details);
    this.deviceKey = key?.deviceKey ?? null;
  }

  @Field(() => Device, {
    nullable: true,
    description:
      "The device that holds the key, when it belongs to the same product and the caller may read it.",
  })
  async holder(@Ctx() { devices }: DevicesContext): Promise<Device | null> {
    return this.key && devices.mayRead(this.key.orgId) ? devices.findHolder(this.key) : null;
  }
}

@ObjectType({
  implements: DeviceError,
  description: "EnOS 11714: no `deviceKey` could be assigned just now.",
  simpleResolvers: true,
})
export class DeviceKeyNotAssignedError extends DeviceError {}

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

/** The input is faulty, according to EnOS or to our own check. */
@ObjectType({
  implements: DeviceError,
  description: "EnOS 99400, or faults found before asking EnOS.",
  simpleResolvers: true,
})
export class InvalidDeviceInputError extends DeviceError {
  readonly problems: readonly InputProblem[];

  constructor(details: DeviceErrorDetails, problems: readonly InputProblem[]) {
    const more = problems.length - MAX_LISTED_PROBLEMS;
    super(
      more > 0
        ? { ...details, message: `${details.message} ${more} more faults are not listed in problems.` }
        : details,
    );
    this.problems = problems.slice(0, MAX_LISTED_PROBLEMS);
  }

  @Field(() => [InputProblem], {
    name: "problems",
    description: "The faults found, at most 100; `message` says when there are more.",
  })
  toldProblems(@Ctx() context: DevicesContext): readonly InputProblem[] {
    return boundProblems(this.problems, context);
  }
}

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

@ObjectType({
  implements: DeviceError,
  description: "The organization has no such device.",
  simpleResolvers: true,
})
export class DeviceNotFoundError extends DeviceError {
  @Field(() => ID)
  readonly assetId: string;

  constructor(details: DeviceErrorDetails, assetId: string) {
    super(details);
    this.assetId = assetId;
  }
}

/** EnOS denies the organization to this application, or the subgraph denies it to the caller. */
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

/** The device that holds the key of an input with an idempotency key, and how the input differs from it. */
export interface IdempotencyConflict {
  readonly idempotencyKey: string;
  readonly holder: Device;
  readonly differences: readonly InputProblem[];
}

/** A device holds the key, and it is clearly not the requested one. */
@ObjectType({
  implements: DeviceError,
  description:
    "A device with this key clearly differs from the input: the idempotency key was used for another input, the device was\n" +
    "changed since, or another request used the same `deviceKey`.",
  simpleResolvers: true,
})
export class IdempotencyConflictError extends DeviceError {
  @Field(() => ID)
  readonly idempotencyKey: string;

  constructor(
    details: DeviceErrorDetails,
    private readonly conflict: IdempotencyConflict,
  ) {
    super(details);
    this.idempotencyKey = conflict.idempotencyKey;
  }

  @Field(() => Device, {
    nullable: true,
    description: "The device that holds the key, when the caller may read it.",
  })
  holder(@Ctx() { devices }: DevicesContext): Device | null {
    const { holder } = this.conflict;
    return devices.mayRead(holder.orgId) ? holder : null;
  }

  @Field(() => [InputProblem], {
    description: "Where the input differs from that device, when the caller may read it.",
  })
  differences(@Ctx() context: DevicesContext): readonly InputProblem[] {
    const { holder, differences } = this.conflict;
    return context.devices.mayRead(holder.orgId) ? boundProblems(differences, context) : [];
  }
}

/** The request was not sent, or EnOS certainly did not apply it. */
@ObjectType({
  implements: DeviceError,
  description: "EnOS could not be asked, or answered that it did nothing. Nothing was changed.",
  simpleResolvers: true,
})
export class EnosUnavailableError extends DeviceError {
  @Field(() => Int, {
    nullable: true,
    description: "How long to wait before trying again. Milliseconds; never null when `retryable`.",
  })
  readonly retryAfterMs: number | null;

  constructor(details: DeviceErrorDetails, retryAfterMs?: number) {
    super(details);
    this.retryAfterMs = retryAfterMs ?? null;
  }
}

/** EnOS may have acted, and its answer was lost. */
@ObjectType({
  implements: DeviceError,
  description:
    "EnOS was asked and its answer was lost: the change may have happened. When `retryable`, send the same request again\n" +
    "to find out.",
  simpleResolvers: true,
})
export class DeviceUnconfirmedError extends DeviceError {
  @Field(() => ID, { nullable: true, description: "The key to look for." })
  readonly deviceKey: string | null;

  constructor(details: DeviceErrorDetails, deviceKey: string | null) {
    super(details);
    this.deviceKey = deviceKey;
  }
}

/** A definite refusal whose code the manual does not list for this action. */
@ObjectType({
  implements: DeviceError,
  description: "EnOS refused with a code this schema has no type for yet.",
  simpleResolvers: true,
})
export class UnrecognizedDeviceError extends DeviceError {}
