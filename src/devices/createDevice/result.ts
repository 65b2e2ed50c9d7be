import { Ctx, Directive, Field, ID, ObjectType, createUnionType, registerEnumType } from "type-graphql";

import type { Secret } from "../../runtime/secret.js";
import type { DevicesContext } from "../context.js";
import { Device } from "../device.js";
import {
  DeviceKeyNotAssignedError,
  DeviceKeyTakenError,
  DeviceLimitExceededError,
  DeviceUnconfirmedError,
  EnosUnavailableError,
  IdempotencyConflictError,
  InvalidDeviceInputError,
  OrganizationAccessDeniedError,
  ProductNotFoundError,
  UnrecognizedDeviceError,
} from "../deviceErrors.js";

/** Why a secret is there or not. Keys equal values: GraphQL sees the keys. */
export enum DeviceSecretStatus {
  PROVIDED = "PROVIDED",
  FORBIDDEN = "FORBIDDEN",
  UNAVAILABLE = "UNAVAILABLE",
}

registerEnumType(DeviceSecretStatus, {
  name: "DeviceSecretStatus",
  valuesConfig: {
    PROVIDED: { description: "`deviceSecret` holds it." },
    FORBIDDEN: { description: "The caller may not see it." },
    UNAVAILABLE: {
      description: "EnOS did not give it. With an `idempotencyKey`, send the same request again to get it.",
    },
  },
});

/** The created device with its secret, which only a caller with `device:secret` sees. */
@ObjectType({ description: "The device exists." })
export class CreateDeviceSuccess {
  @Field(() => Device, { simple: true })
  readonly device: Device;

  @Field(() => Boolean, {
    simple: true,
    description: "True when an earlier request with the same key created the device.",
  })
  readonly replayed: boolean;

  @Field(() => ID, {
    simple: true,
    nullable: true,
    description: "EnOS's ID of this request. Quote it to EnOS support.",
  })
  readonly requestId: string | null;

  readonly secret: Secret | undefined;

  constructor(fields: {
    device: Device;
    secret: Secret | undefined;
    replayed: boolean;
    requestId: string | undefined;
  }) {
    this.device = fields.device;
    this.secret = fields.secret;
    this.replayed = fields.replayed;
    this.requestId = fields.requestId ?? null;
  }

  /** The same success for a request that found the device made. */
  asReplay(): CreateDeviceSuccess {
    const { device, secret, requestId } = this;
    return new CreateDeviceSuccess({ device, secret, requestId: requestId ?? undefined, replayed: true });
  }

  @Directive('@tag(name: "secret")')
  @Field(() => String, {
    nullable: true,
    description:
      "Secret the device connects with. Readable here and nowhere else in the graph: store it now.",
  })
  deviceSecret(@Ctx() { caller }: DevicesContext): string | null {
    return caller.has("device:secret") ? (this.secret?.reveal() ?? null) : null;
  }

  @Field(() => DeviceSecretStatus, { description: "Why `deviceSecret` is there or not." })
  deviceSecretStatus(@Ctx() { caller }: DevicesContext): DeviceSecretStatus {
    if (!caller.has("device:secret")) return DeviceSecretStatus.FORBIDDEN;
    return this.secret ? DeviceSecretStatus.PROVIDED : DeviceSecretStatus.UNAVAILABLE;
  }
}

/** The union as GraphQL knows it; an instance's class says which member it is. */
export const CreateDeviceResult = createUnionType({
  name: "CreateDeviceResult",
  description: "Result of creating a device.",
  types: () =>
    [
      CreateDeviceSuccess,
      DeviceKeyTakenError,
      DeviceKeyNotAssignedError,
      DeviceLimitExceededError,
      InvalidDeviceInputError,
      ProductNotFoundError,
      OrganizationAccessDeniedError,
      IdempotencyConflictError,
      EnosUnavailableError,
      DeviceUnconfirmedError,
      UnrecognizedDeviceError,
    ] as const,
});

export type CreateDeviceResult =
  | CreateDeviceSuccess
  | DeviceKeyTakenError
  | DeviceKeyNotAssignedError
  | DeviceLimitExceededError
  | InvalidDeviceInputError
  | ProductNotFoundError
  | OrganizationAccessDeniedError
  | IdempotencyConflictError
  | EnosUnavailableError
  | DeviceUnconfirmedError
  | UnrecognizedDeviceError;
