/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { JsonMap } from '../../src/scalars/map.js';
import type { StringI18n } from '../../src/scalars/stringI18n.js';
import type { TypedQueryDocumentNode as DocumentNode } from 'graphql';
/** What EnOS needs to know to create a device, under EnOS's own names. */
export type CreateDeviceInput = {
  /** Attributes that the product's thing model defines: see `thingModel`. */
  deviceAttributes?: JsonMap | null | undefined;
  /** Description of the device. */
  deviceDesc?: string | null | undefined;
  /** Key of your choosing, 4 to 64 characters, not in use yet. Assigned when absent. */
  deviceKey?: string | null | undefined;
  /** Name of the device. */
  deviceName: StringI18n;
  /** Free tags. Every value is a string. */
  deviceTags?: JsonMap | null | undefined;
  /**
   * Makes the request safe to repeat: the same key with the same input returns the same device and secret, for as long as
   * the device keeps its key. A later change of the device can make a repeat an `IdempotencyConflictError`; once it is
   * deleted, replaced or moved to another organization, a repeat creates another device. Must not be guessable. The
   * device key is derived from it when `deviceKey` is absent.
   */
  idempotencyKey?: string | null | undefined;
  /** Organization that will own the device. */
  orgId: string;
  /** Product the device is an instance of. */
  productKey: string;
  /** Where the device stands: a UTC offset such as `+08:00`, or an IANA zone such as `Asia/Shanghai`. */
  timezone: string;
};

/** Every condition that is given must hold; a list holds when one of its values does. */
export type DeviceFilter = {
  assetIds?: Array<string> | null | undefined;
  /** Attributes the device has with exactly these values. */
  deviceAttributes?: JsonMap | null | undefined;
  deviceKeys?: Array<string> | null | undefined;
  /** Tags the device has with exactly these values. */
  deviceTags?: JsonMap | null | undefined;
  /** Part of the name, ignoring case: of its default, Chinese or English form. */
  nameContains?: string | null | undefined;
  productKeys?: Array<string> | null | undefined;
  statuses?: Array<DeviceStatus> | null | undefined;
};

export type DeviceSecretStatus =
  /** The caller may not see it. */
  | 'FORBIDDEN'
  /** `deviceSecret` holds it. */
  | 'PROVIDED'
  /** EnOS did not give it. With an `idempotencyKey`, send the same request again to get it. */
  | 'UNAVAILABLE';

/** Connection status of a device. */
export type DeviceStatus =
  /** Not allowed to connect. */
  | 'DISABLED'
  /** Registered, never connected. */
  | 'INACTIVE'
  /** Its data comes from another device. */
  | 'MIRROR'
  | 'OFFLINE'
  | 'ONLINE'
  /** A status this schema has no value for yet. */
  | 'OTHER';

export type InputProblemCode =
  /** The existing device has another value. */
  | 'DIFFERENT'
  /** Any other fault: see `message`. */
  | 'INVALID'
  /** Not one of the allowed values. */
  | 'NOT_A_CHOICE'
  | 'REQUIRED'
  /** Another device has this key. */
  | 'TAKEN'
  | 'TOO_LONG'
  | 'TOO_MANY'
  | 'TOO_SHORT'
  /** No such attribute, time zone or product. */
  | 'UNKNOWN'
  | 'WRONG_TYPE';

export type ThingDataType =
  | 'ARRAY'
  | 'BOOL'
  | 'DATE'
  | 'DOUBLE'
  | 'ENUM'
  | 'FILE'
  | 'FLOAT'
  | 'INT'
  | 'MAP'
  /** A type this schema has no value for yet: any JSON is accepted. */
  | 'OTHER'
  | 'STRING'
  | 'STRUCT'
  | 'TIMESTAMP';

/** Absent fields stay as they are. An explicit null is refused: EnOS does not say what it would mean. */
export type UpdateDeviceInput = {
  assetId: string;
  /** Attributes to set; the others stay. */
  deviceAttributes?: JsonMap | null | undefined;
  deviceDesc?: string | null | undefined;
  deviceName?: StringI18n | null | undefined;
  /** All tags from now on: tags that are not named are removed. */
  deviceTags?: JsonMap | null | undefined;
  orgId: string;
  timezone?: string | null | undefined;
};

export type CheckDevicesQueryVariables = Exact<{
  inputs: Array<CreateDeviceInput> | CreateDeviceInput;
}>;


export type CheckDevicesQuery = { checkDevices: Array<{ attributesChecked: boolean, problems: Array<{ path: Array<string>, code: InputProblemCode, message: string }>, existing: { id: string, assetId: string, deviceKey: string | null } | null }> | null };

export type CreateDeviceMutationVariables = Exact<{
  input: CreateDeviceInput;
}>;


export type CreateDeviceMutation = { createDevice:
    | { __typename: 'CreateDeviceSuccess', deviceSecret: string | null, deviceSecretStatus: DeviceSecretStatus, replayed: boolean, requestId: string | null, device: { id: string, orgId: string, assetId: string, productKey: string, deviceKey: string | null, deviceName: StringI18n | null, timezone: string | null, deviceDesc: string | null, deviceAttributes: JsonMap | null, deviceTags: JsonMap | null } }
    | { __typename: 'DeviceKeyNotAssignedError', code: number | null, message: string, retryable: boolean, requestId: string | null }
    | { __typename: 'DeviceKeyTakenError', code: number | null, message: string, retryable: boolean, requestId: string | null, deviceKey: string | null, holder: { id: string, assetId: string, displayName: string | null } | null }
    | { __typename: 'DeviceLimitExceededError', code: number | null, message: string, retryable: boolean, requestId: string | null, productKey: string }
    | { __typename: 'DeviceUnconfirmedError', code: number | null, message: string, retryable: boolean, requestId: string | null, deviceKey: string | null }
    | { __typename: 'EnosUnavailableError', code: number | null, message: string, retryable: boolean, requestId: string | null, retryAfterMs: number | null }
    | { __typename: 'IdempotencyConflictError', code: number | null, message: string, retryable: boolean, requestId: string | null, idempotencyKey: string, holder: { id: string, assetId: string, displayName: string | null } | null, differences: Array<{ path: Array<string>, code: InputProblemCode, message: string }> }
    | { __typename: 'InvalidDeviceInputError', code: number | null, message: string, retryable: boolean, requestId: string | null, problems: Array<{ path: Array<string>, code: InputProblemCode, message: string }> }
    | { __typename: 'OrganizationAccessDeniedError', code: number | null, message: string, retryable: boolean, requestId: string | null, orgId: string }
    | { __typename: 'ProductNotFoundError', code: number | null, message: string, retryable: boolean, requestId: string | null, productKey: string }
    | { __typename: 'UnrecognizedDeviceError', code: number | null, message: string, retryable: boolean, requestId: string | null }
   | null };

export type CreateDevicesMutationVariables = Exact<{
  inputs: Array<CreateDeviceInput> | CreateDeviceInput;
}>;


export type CreateDevicesMutation = { createDevices: Array<
    | { __typename: 'CreateDeviceSuccess', deviceSecret: string | null, deviceSecretStatus: DeviceSecretStatus, replayed: boolean, device: { id: string, assetId: string, deviceKey: string | null } }
    | { __typename: 'DeviceKeyNotAssignedError', code: number | null, message: string, retryable: boolean, requestId: string | null }
    | { __typename: 'DeviceKeyTakenError', code: number | null, message: string, retryable: boolean, requestId: string | null }
    | { __typename: 'DeviceLimitExceededError', code: number | null, message: string, retryable: boolean, requestId: string | null }
    | { __typename: 'DeviceUnconfirmedError', code: number | null, message: string, retryable: boolean, requestId: string | null }
    | { __typename: 'EnosUnavailableError', code: number | null, message: string, retryable: boolean, requestId: string | null, retryAfterMs: number | null }
    | { __typename: 'IdempotencyConflictError', code: number | null, message: string, retryable: boolean, requestId: string | null }
    | { __typename: 'InvalidDeviceInputError', code: number | null, message: string, retryable: boolean, requestId: string | null, problems: Array<{ path: Array<string>, code: InputProblemCode, message: string }> }
    | { __typename: 'OrganizationAccessDeniedError', code: number | null, message: string, retryable: boolean, requestId: string | null }
    | { __typename: 'ProductNotFoundError', code: number | null, message: string, retryable: boolean, requestId: string | null }
    | { __typename: 'UnrecognizedDeviceError', code: number | null, message: string, retryable: boolean, requestId: string | null }
   | null> | null };

export type DeleteDevicesMutationVariables = Exact<{
  orgId: string;
  assetIds: Array<string> | string;
}>;


export type DeleteDevicesMutation = { deleteDevices: Array<
    | { __typename: 'DeleteDeviceSuccess', deletedId: string, assetId: string, requestId: string | null }
    | { __typename: 'DeviceNotFoundError', code: number | null, message: string, retryable: boolean, requestId: string | null, assetId: string }
    | { __typename: 'DeviceUnconfirmedError', code: number | null, message: string, retryable: boolean, requestId: string | null }
    | { __typename: 'EnosUnavailableError', code: number | null, message: string, retryable: boolean, requestId: string | null, retryAfterMs: number | null }
    | { __typename: 'OrganizationAccessDeniedError', code: number | null, message: string, retryable: boolean, requestId: string | null, orgId: string }
    | { __typename: 'UnrecognizedDeviceError', code: number | null, message: string, retryable: boolean, requestId: string | null }
   | null> | null };

export type DeviceQueryVariables = Exact<{
  orgId: string;
  assetId: string;
  locale?: string | null | undefined;
}>;


export type DeviceQuery = { device: { id: string, orgId: string, assetId: string, productKey: string, deviceKey: string | null, deviceName: StringI18n | null, displayName: string | null, timezone: string | null, deviceDesc: string | null, deviceAttributes: JsonMap | null, deviceTags: JsonMap | null, status: DeviceStatus | null, createTime: string | null, activeTime: string | null, lastOnlineTime: string | null, lastOfflineTime: string | null } | null };

export type DeviceByKeyQueryVariables = Exact<{
  orgId: string;
  productKey: string;
  deviceKey: string;
}>;


export type DeviceByKeyQuery = { deviceByKey: { id: string, orgId: string, assetId: string, productKey: string, deviceKey: string | null, displayName: string | null } | null };

export type DevicesQueryVariables = Exact<{
  orgId: string;
  filter?: DeviceFilter | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
  locale?: string | null | undefined;
}>;


export type DevicesQuery = { devices: { totalCount: number, edges: Array<{ cursor: string, node: { id: string, orgId: string, assetId: string, productKey: string, deviceKey: string | null, displayName: string | null, status: DeviceStatus | null, createTime: string | null } }>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } | null };

export type SetDevicesEnabledMutationVariables = Exact<{
  orgId: string;
  assetIds: Array<string> | string;
  enabled: boolean;
}>;


export type SetDevicesEnabledMutation = { setDevicesEnabled: Array<
    | { __typename: 'DeviceNotFoundError', code: number | null, message: string, retryable: boolean, requestId: string | null, assetId: string }
    | { __typename: 'DeviceUnconfirmedError', code: number | null, message: string, retryable: boolean, requestId: string | null }
    | { __typename: 'EnosUnavailableError', code: number | null, message: string, retryable: boolean, requestId: string | null, retryAfterMs: number | null }
    | { __typename: 'InvalidDeviceInputError', code: number | null, message: string, retryable: boolean, requestId: string | null }
    | { __typename: 'OrganizationAccessDeniedError', code: number | null, message: string, retryable: boolean, requestId: string | null, orgId: string }
    | { __typename: 'UnrecognizedDeviceError', code: number | null, message: string, retryable: boolean, requestId: string | null }
    | { __typename: 'UpdateDeviceSuccess', requestId: string | null, device: { id: string, orgId: string, assetId: string, status: DeviceStatus | null } | null }
   | null> | null };

export type ThingModelQueryVariables = Exact<{
  orgId: string;
  productKey: string;
  locale?: string | null | undefined;
}>;


export type ThingModelQuery = { thingModel: { modelId: string, name: StringI18n | null, attributesSchema: JsonMap, attributes: Array<{ identifier: string, displayName: string | null, desc: string | null, dataType: ThingDataType, isRequired: boolean, maxLength: number | null, itemType: ThingDataType | null, unit: string | null, choices: Array<{ value: string, label: StringI18n | null }> | null, members: Array<{ identifier: string, dataType: ThingDataType, isRequired: boolean }> | null }> } | null };

export type UpdateDeviceMutationVariables = Exact<{
  input: UpdateDeviceInput;
  locale?: string | null | undefined;
}>;


export type UpdateDeviceMutation = { updateDevice:
    | { __typename: 'DeviceNotFoundError', code: number | null, message: string, retryable: boolean, requestId: string | null, assetId: string }
    | { __typename: 'DeviceUnconfirmedError', code: number | null, message: string, retryable: boolean, requestId: string | null }
    | { __typename: 'EnosUnavailableError', code: number | null, message: string, retryable: boolean, requestId: string | null, retryAfterMs: number | null }
    | { __typename: 'InvalidDeviceInputError', code: number | null, message: string, retryable: boolean, requestId: string | null, problems: Array<{ path: Array<string>, code: InputProblemCode, message: string }> }
    | { __typename: 'OrganizationAccessDeniedError', code: number | null, message: string, retryable: boolean, requestId: string | null, orgId: string }
    | { __typename: 'UnrecognizedDeviceError', code: number | null, message: string, retryable: boolean, requestId: string | null }
    | { __typename: 'UpdateDeviceSuccess', requestId: string | null, device: { id: string, orgId: string, assetId: string, productKey: string, deviceKey: string | null, deviceName: StringI18n | null, displayName: string | null, timezone: string | null, deviceDesc: string | null, deviceAttributes: JsonMap | null, deviceTags: JsonMap | null, status: DeviceStatus | null } | null }
   | null };


export const CheckDevicesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"CheckDevices"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"inputs"}},"type":{"kind":"NonNullType","type":{"kind":"ListType","type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CreateDeviceInput"}}}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"checkDevices"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"inputs"},"value":{"kind":"Variable","name":{"kind":"Name","value":"inputs"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"problems"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}},{"kind":"Field","name":{"kind":"Name","value":"attributesChecked"}},{"kind":"Field","name":{"kind":"Name","value":"existing"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"assetId"}},{"kind":"Field","name":{"kind":"Name","value":"deviceKey"}}]}}]}}]}}]} as unknown as DocumentNode<CheckDevicesQuery, CheckDevicesQueryVariables>;
export const CreateDeviceDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CreateDevice"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CreateDeviceInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"createDevice"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CreateDeviceSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"device"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"orgId"}},{"kind":"Field","name":{"kind":"Name","value":"assetId"}},{"kind":"Field","name":{"kind":"Name","value":"productKey"}},{"kind":"Field","name":{"kind":"Name","value":"deviceKey"}},{"kind":"Field","name":{"kind":"Name","value":"deviceName"}},{"kind":"Field","name":{"kind":"Name","value":"timezone"}},{"kind":"Field","name":{"kind":"Name","value":"deviceDesc"}},{"kind":"Field","name":{"kind":"Name","value":"deviceAttributes"}},{"kind":"Field","name":{"kind":"Name","value":"deviceTags"}}]}},{"kind":"Field","name":{"kind":"Name","value":"deviceSecret"}},{"kind":"Field","name":{"kind":"Name","value":"deviceSecretStatus"}},{"kind":"Field","name":{"kind":"Name","value":"replayed"}},{"kind":"Field","name":{"kind":"Name","value":"requestId"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DeviceError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"retryable"}},{"kind":"Field","name":{"kind":"Name","value":"requestId"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DeviceKeyTakenError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"deviceKey"}},{"kind":"Field","name":{"kind":"Name","value":"holder"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"assetId"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DeviceLimitExceededError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"productKey"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InvalidDeviceInputError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"problems"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ProductNotFoundError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"productKey"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"OrganizationAccessDeniedError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"orgId"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"IdempotencyConflictError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"idempotencyKey"}},{"kind":"Field","name":{"kind":"Name","value":"holder"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"assetId"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}}]}},{"kind":"Field","name":{"kind":"Name","value":"differences"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"EnosUnavailableError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"retryAfterMs"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DeviceUnconfirmedError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"deviceKey"}}]}}]}}]}}]} as unknown as DocumentNode<CreateDeviceMutation, CreateDeviceMutationVariables>;
export const CreateDevicesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CreateDevices"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"inputs"}},"type":{"kind":"NonNullType","type":{"kind":"ListType","type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CreateDeviceInput"}}}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"createDevices"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"inputs"},"value":{"kind":"Variable","name":{"kind":"Name","value":"inputs"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CreateDeviceSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"device"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"assetId"}},{"kind":"Field","name":{"kind":"Name","value":"deviceKey"}}]}},{"kind":"Field","name":{"kind":"Name","value":"deviceSecret"}},{"kind":"Field","name":{"kind":"Name","value":"deviceSecretStatus"}},{"kind":"Field","name":{"kind":"Name","value":"replayed"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DeviceError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"retryable"}},{"kind":"Field","name":{"kind":"Name","value":"requestId"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InvalidDeviceInputError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"problems"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"EnosUnavailableError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"retryAfterMs"}}]}}]}}]}}]} as unknown as DocumentNode<CreateDevicesMutation, CreateDevicesMutationVariables>;
export const DeleteDevicesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"DeleteDevices"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"orgId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"assetIds"}},"type":{"kind":"NonNullType","type":{"kind":"ListType","type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"deleteDevices"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"orgId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"orgId"}}},{"kind":"Argument","name":{"kind":"Name","value":"assetIds"},"value":{"kind":"Variable","name":{"kind":"Name","value":"assetIds"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DeleteDeviceSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"deletedId"}},{"kind":"Field","name":{"kind":"Name","value":"assetId"}},{"kind":"Field","name":{"kind":"Name","value":"requestId"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DeviceError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"retryable"}},{"kind":"Field","name":{"kind":"Name","value":"requestId"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DeviceNotFoundError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"assetId"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"OrganizationAccessDeniedError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"orgId"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"EnosUnavailableError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"retryAfterMs"}}]}}]}}]}}]} as unknown as DocumentNode<DeleteDevicesMutation, DeleteDevicesMutationVariables>;
export const DeviceDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Device"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"orgId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"assetId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"locale"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"device"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"orgId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"orgId"}}},{"kind":"Argument","name":{"kind":"Name","value":"assetId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"assetId"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"orgId"}},{"kind":"Field","name":{"kind":"Name","value":"assetId"}},{"kind":"Field","name":{"kind":"Name","value":"productKey"}},{"kind":"Field","name":{"kind":"Name","value":"deviceKey"}},{"kind":"Field","name":{"kind":"Name","value":"deviceName"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"locale"},"value":{"kind":"Variable","name":{"kind":"Name","value":"locale"}}}]},{"kind":"Field","name":{"kind":"Name","value":"timezone"}},{"kind":"Field","name":{"kind":"Name","value":"deviceDesc"}},{"kind":"Field","name":{"kind":"Name","value":"deviceAttributes"}},{"kind":"Field","name":{"kind":"Name","value":"deviceTags"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"createTime"}},{"kind":"Field","name":{"kind":"Name","value":"activeTime"}},{"kind":"Field","name":{"kind":"Name","value":"lastOnlineTime"}},{"kind":"Field","name":{"kind":"Name","value":"lastOfflineTime"}}]}}]}}]} as unknown as DocumentNode<DeviceQuery, DeviceQueryVariables>;
export const DeviceByKeyDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"DeviceByKey"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"orgId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"productKey"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"deviceKey"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"deviceByKey"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"orgId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"orgId"}}},{"kind":"Argument","name":{"kind":"Name","value":"productKey"},"value":{"kind":"Variable","name":{"kind":"Name","value":"productKey"}}},{"kind":"Argument","name":{"kind":"Name","value":"deviceKey"},"value":{"kind":"Variable","name":{"kind":"Name","value":"deviceKey"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"orgId"}},{"kind":"Field","name":{"kind":"Name","value":"assetId"}},{"kind":"Field","name":{"kind":"Name","value":"productKey"}},{"kind":"Field","name":{"kind":"Name","value":"deviceKey"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}}]}}]}}]} as unknown as DocumentNode<DeviceByKeyQuery, DeviceByKeyQueryVariables>;
export const DevicesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Devices"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"orgId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"DeviceFilter"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"locale"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"devices"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"orgId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"orgId"}}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"orgId"}},{"kind":"Field","name":{"kind":"Name","value":"assetId"}},{"kind":"Field","name":{"kind":"Name","value":"productKey"}},{"kind":"Field","name":{"kind":"Name","value":"deviceKey"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"locale"},"value":{"kind":"Variable","name":{"kind":"Name","value":"locale"}}}]},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"createTime"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"hasPreviousPage"}},{"kind":"Field","name":{"kind":"Name","value":"startCursor"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}},{"kind":"Field","name":{"kind":"Name","value":"totalCount"}}]}}]}}]} as unknown as DocumentNode<DevicesQuery, DevicesQueryVariables>;
export const SetDevicesEnabledDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"SetDevicesEnabled"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"orgId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"assetIds"}},"type":{"kind":"NonNullType","type":{"kind":"ListType","type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"enabled"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Boolean"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"setDevicesEnabled"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"orgId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"orgId"}}},{"kind":"Argument","name":{"kind":"Name","value":"assetIds"},"value":{"kind":"Variable","name":{"kind":"Name","value":"assetIds"}}},{"kind":"Argument","name":{"kind":"Name","value":"enabled"},"value":{"kind":"Variable","name":{"kind":"Name","value":"enabled"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UpdateDeviceSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"device"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"orgId"}},{"kind":"Field","name":{"kind":"Name","value":"assetId"}},{"kind":"Field","name":{"kind":"Name","value":"status"}}]}},{"kind":"Field","name":{"kind":"Name","value":"requestId"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DeviceError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"retryable"}},{"kind":"Field","name":{"kind":"Name","value":"requestId"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DeviceNotFoundError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"assetId"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"OrganizationAccessDeniedError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"orgId"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"EnosUnavailableError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"retryAfterMs"}}]}}]}}]}}]} as unknown as DocumentNode<SetDevicesEnabledMutation, SetDevicesEnabledMutationVariables>;
export const ThingModelDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ThingModel"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"orgId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"productKey"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"locale"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"thingModel"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"orgId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"orgId"}}},{"kind":"Argument","name":{"kind":"Name","value":"productKey"},"value":{"kind":"Variable","name":{"kind":"Name","value":"productKey"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"modelId"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"attributes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"identifier"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"locale"},"value":{"kind":"Variable","name":{"kind":"Name","value":"locale"}}}]},{"kind":"Field","name":{"kind":"Name","value":"desc"}},{"kind":"Field","name":{"kind":"Name","value":"dataType"}},{"kind":"Field","name":{"kind":"Name","value":"isRequired"}},{"kind":"Field","name":{"kind":"Name","value":"maxLength"}},{"kind":"Field","name":{"kind":"Name","value":"choices"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"label"}}]}},{"kind":"Field","name":{"kind":"Name","value":"itemType"}},{"kind":"Field","name":{"kind":"Name","value":"members"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"identifier"}},{"kind":"Field","name":{"kind":"Name","value":"dataType"}},{"kind":"Field","name":{"kind":"Name","value":"isRequired"}}]}},{"kind":"Field","name":{"kind":"Name","value":"unit"}}]}},{"kind":"Field","name":{"kind":"Name","value":"attributesSchema"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"locale"},"value":{"kind":"Variable","name":{"kind":"Name","value":"locale"}}}]}]}}]}}]} as unknown as DocumentNode<ThingModelQuery, ThingModelQueryVariables>;
export const UpdateDeviceDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"UpdateDevice"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"UpdateDeviceInput"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"locale"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"updateDevice"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UpdateDeviceSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"device"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"orgId"}},{"kind":"Field","name":{"kind":"Name","value":"assetId"}},{"kind":"Field","name":{"kind":"Name","value":"productKey"}},{"kind":"Field","name":{"kind":"Name","value":"deviceKey"}},{"kind":"Field","name":{"kind":"Name","value":"deviceName"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"locale"},"value":{"kind":"Variable","name":{"kind":"Name","value":"locale"}}}]},{"kind":"Field","name":{"kind":"Name","value":"timezone"}},{"kind":"Field","name":{"kind":"Name","value":"deviceDesc"}},{"kind":"Field","name":{"kind":"Name","value":"deviceAttributes"}},{"kind":"Field","name":{"kind":"Name","value":"deviceTags"}},{"kind":"Field","name":{"kind":"Name","value":"status"}}]}},{"kind":"Field","name":{"kind":"Name","value":"requestId"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DeviceError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"retryable"}},{"kind":"Field","name":{"kind":"Name","value":"requestId"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InvalidDeviceInputError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"problems"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DeviceNotFoundError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"assetId"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"OrganizationAccessDeniedError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"orgId"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"EnosUnavailableError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"retryAfterMs"}}]}}]}}]}}]} as unknown as DocumentNode<UpdateDeviceMutation, UpdateDeviceMutationVariables>;