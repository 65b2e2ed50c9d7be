import { Directive, Field, ID, ObjectType, createUnionType, registerEnumType } from "type-graphql";

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

/** Why a secret is present or null. Keys equal values: GraphQL sees the keys. */
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

export interface SuccessFields {
  /** The known device: the stored one, or as the request describes it. */
  readonly device: Device;
  /** The device as the request itself describes it, with its asset ID. */
  readonly requested: Device;
  readonly secret: Secret | undefined;
  /** Whether the secret was read by a key that the caller chose: then the caller needs `device:read`, too. */
  readonly secretNeedsRead: boolean;
  readonly replayed: boolean;
  readonly requestId: string | undefined;
}

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

  @Directive('@tag(name: "secret")')
  @Field(() => String, {
    simple: true,
    nullable: true,
    description:
      "Secret the device connects with. Readable here and nowhere else in the graph: store it now.",
  })
  readonly deviceSecret: string | null;

  @Field(() => DeviceSecretStatus, { simple: true, description: "Why `deviceSecret` is there or not." })
  readonly deviceSecretStatus: DeviceSecretStatus;

  readonly #fields: SuccessFields;

  /** @param showsSecret whether the caller may see the secret. Default: no. */
  constructor(fields: SuccessFields, showsSecret = false) {
    const { device, replayed, requestId, secret } = fields;
    this.device = device;
    this.replayed = replayed;
    this.requestId = requestId ?? null;
    this.deviceSecret = showsSecret && secret ? secret.reveal() : null;
    if (!showsSecret) this.deviceSecretStatus = DeviceSecretStatus.FORBIDDEN;
    else this.deviceSecretStatus = secret ? DeviceSecretStatus.PROVIDED : DeviceSecretStatus.UNAVAILABLE;
    this.#fields = fields;
  }

  /** The device's secret, whatever the caller's rights. */
  get secret(): Secret | undefined {
    return this.#fields.secret;
  }

  /** Returns the same success for a request that found the device created. */
  asReplay(): CreateDeviceSuccess {
    return new CreateDeviceSuccess({ ...this.#fields, replayed: true });
  }

  /**
   * Returns the same success as a caller may see it: the secret requires `device:secret`; stored fields beyond those
   * of the request require `device:read`.
   */
  shownTo({ caller, devices }: DevicesContext): CreateDeviceSuccess {
    const { device, requested, secretNeedsRead } = this.#fields;
    const mayRead = devices.mayRead(device.orgId);
    const showsSecret = caller.has("device:secret") && (mayRead || !secretNeedsRead);
    return new CreateDeviceSuccess({ ...this.#fields, device: mayRead ? device : requested }, showsSecret);
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
