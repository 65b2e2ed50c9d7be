/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
/** What EnOS needs to know to create a device, under EnOS's own names. */
export type CreateDeviceInput = {
  /** Attributes that the product's thing model defines: see `thingModel`. */
  deviceAttributes?: Record<string, unknown> | null | undefined;
  /** Description of the device. */
  deviceDesc?: string | null | undefined;
  /** Key of your choosing, 4 to 64 characters, not in use yet. Assigned when absent. */
  deviceKey?: string | null | undefined;
  /** Name of the device. */
  deviceName: { defaultValue: string; i18nValue?: Record<string, string> };
  /** Free tags. Every value is a string. */
  deviceTags?: Record<string, unknown> | null | undefined;
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
  deviceAttributes?: Record<string, unknown> | null | undefined;
  deviceKeys?: Array<string> | null | undefined;
  /** Tags the device has with exactly these values. */
  deviceTags?: Record<string, unknown> | null | undefined;
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

/** Absent fields stay as they are. An explicit null is refused: EnOS does not say what it would mean. */
export type UpdateDeviceInput = {
  assetId: string;
  /** Attributes to set; the others stay. */
  deviceAttributes?: Record<string, unknown> | null | undefined;
  deviceDesc?: string | null | undefined;
  deviceName?: { defaultValue: string; i18nValue?: Record<string, string> } | null | undefined;
  /** All tags from now on: tags that are not named are removed. */
  deviceTags?: Record<string, unknown> | null | undefined;
  orgId: string;
  timezone?: string | null | undefined;
};

export type CreateDevicesBulkMutationVariables = Exact<{
  inputs: Array<CreateDeviceInput> | CreateDeviceInput;
}>;


export type CreateDevicesBulkMutation = { createDevices: Array<
    | { __typename: 'CreateDeviceSuccess', deviceSecret: string | null, replayed: boolean, device: { id: string, assetId: string, deviceKey: string | null } }
    | { __typename: 'DeviceKeyNotAssignedError', code: number | null, message: string, retryable: boolean }
    | { __typename: 'DeviceKeyTakenError', code: number | null, message: string, retryable: boolean }
    | { __typename: 'DeviceLimitExceededError', code: number | null, message: string, retryable: boolean }
    | { __typename: 'DeviceUnconfirmedError', code: number | null, message: string, retryable: boolean }
    | { __typename: 'EnosUnavailableError', code: number | null, message: string, retryable: boolean, retryAfterMs: number | null }
    | { __typename: 'IdempotencyConflictError', code: number | null, message: string, retryable: boolean }
    | { __typename: 'InvalidDeviceInputError', code: number | null, message: string, retryable: boolean, problems: Array<{ path: Array<string>, message: string }> }
    | { __typename: 'OrganizationAccessDeniedError', code: number | null, message: string, retryable: boolean }
    | { __typename: 'ProductNotFoundError', code: number | null, message: string, retryable: boolean }
    | { __typename: 'UnrecognizedDeviceError', code: number | null, message: string, retryable: boolean }
   | null> | null };

export type CreateDeviceFormMutationVariables = Exact<{
  input: CreateDeviceInput;
}>;


export type CreateDeviceFormMutation = { createDevice:
    | { __typename: 'CreateDeviceSuccess', deviceSecret: string | null, deviceSecretStatus: DeviceSecretStatus, replayed: boolean, device: { id: string, orgId: string, assetId: string, productKey: string, deviceKey: string | null, displayName: string | null, status: DeviceStatus | null } }
    | { __typename: 'DeviceKeyNotAssignedError', code: number | null, message: string, retryable: boolean, requestId: string | null }
    | { __typename: 'DeviceKeyTakenError', code: number | null, message: string, retryable: boolean, requestId: string | null, deviceKey: string | null, holder: { id: string, displayName: string | null } | null }
    | { __typename: 'DeviceLimitExceededError', code: number | null, message: string, retryable: boolean, requestId: string | null }
    | { __typename: 'DeviceUnconfirmedError', code: number | null, message: string, retryable: boolean, requestId: string | null, deviceKey: string | null }
    | { __typename: 'EnosUnavailableError', code: number | null, message: string, retryable: boolean, requestId: string | null, retryAfterMs: number | null }
    | { __typename: 'IdempotencyConflictError', code: number | null, message: string, retryable: boolean, requestId: string | null, holder: { id: string, assetId: string, displayName: string | null } | null, differences: Array<{ path: Array<string>, message: string }> }
    | { __typename: 'InvalidDeviceInputError', code: number | null, message: string, retryable: boolean, requestId: string | null, problems: Array<{ path: Array<string>, code: InputProblemCode, message: string }> }
    | { __typename: 'OrganizationAccessDeniedError', code: number | null, message: string, retryable: boolean, requestId: string | null }
    | { __typename: 'ProductNotFoundError', code: number | null, message: string, retryable: boolean, requestId: string | null }
    | { __typename: 'UnrecognizedDeviceError', code: number | null, message: string, retryable: boolean, requestId: string | null }
   | null };

export type DeviceListQueryVariables = Exact<{
  orgId: string;
  filter?: DeviceFilter | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type DeviceListQuery = { devices: { totalCount: number, edges: Array<{ node: { id: string, assetId: string, displayName: string | null, status: DeviceStatus | null } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } | null };

export type RenameDeviceMutationVariables = Exact<{
  input: UpdateDeviceInput;
}>;


export type RenameDeviceMutation = { updateDevice:
    | { __typename: 'DeviceNotFoundError', message: string, retryable: boolean }
    | { __typename: 'DeviceUnconfirmedError', message: string, retryable: boolean }
    | { __typename: 'EnosUnavailableError', message: string, retryable: boolean }
    | { __typename: 'InvalidDeviceInputError', message: string, retryable: boolean }
    | { __typename: 'OrganizationAccessDeniedError', message: string, retryable: boolean }
    | { __typename: 'UnrecognizedDeviceError', message: string, retryable: boolean }
    | { __typename: 'UpdateDeviceSuccess', device: { id: string, displayName: string | null } | null }
   | null };

export type DeleteDeviceMutationVariables = Exact<{
  orgId: string;
  assetIds: Array<string> | string;
}>;


export type DeleteDeviceMutation = { deleteDevices: Array<
    | { __typename: 'DeleteDeviceSuccess', deletedId: string }
    | { __typename: 'DeviceNotFoundError', message: string, retryable: boolean }
    | { __typename: 'DeviceUnconfirmedError', message: string, retryable: boolean }
    | { __typename: 'EnosUnavailableError', message: string, retryable: boolean }
    | { __typename: 'OrganizationAccessDeniedError', message: string, retryable: boolean }
    | { __typename: 'UnrecognizedDeviceError', message: string, retryable: boolean }
   | null> | null };


export const CreateDevicesBulkDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CreateDevicesBulk"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"inputs"}},"type":{"kind":"NonNullType","type":{"kind":"ListType","type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CreateDeviceInput"}}}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"createDevices"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"inputs"},"value":{"kind":"Variable","name":{"kind":"Name","value":"inputs"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CreateDeviceSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"device"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"assetId"}},{"kind":"Field","name":{"kind":"Name","value":"deviceKey"}}]}},{"kind":"Field","name":{"kind":"Name","value":"deviceSecret"}},{"kind":"Field","name":{"kind":"Name","value":"replayed"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DeviceError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"retryable"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InvalidDeviceInputError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"problems"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"EnosUnavailableError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"retryAfterMs"}}]}}]}}]}}]} as unknown as DocumentNode<CreateDevicesBulkMutation, CreateDevicesBulkMutationVariables>;
export const CreateDeviceFormDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CreateDeviceForm"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CreateDeviceInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"createDevice"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CreateDeviceSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"device"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"orgId"}},{"kind":"Field","name":{"kind":"Name","value":"assetId"}},{"kind":"Field","name":{"kind":"Name","value":"productKey"}},{"kind":"Field","name":{"kind":"Name","value":"deviceKey"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"status"}}]}},{"kind":"Field","name":{"kind":"Name","value":"deviceSecret"}},{"kind":"Field","name":{"kind":"Name","value":"deviceSecretStatus"}},{"kind":"Field","name":{"kind":"Name","value":"replayed"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DeviceError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"retryable"}},{"kind":"Field","name":{"kind":"Name","value":"requestId"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InvalidDeviceInputError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"problems"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DeviceKeyTakenError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"deviceKey"}},{"kind":"Field","name":{"kind":"Name","value":"holder"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"IdempotencyConflictError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"holder"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"assetId"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}}]}},{"kind":"Field","name":{"kind":"Name","value":"differences"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"EnosUnavailableError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"retryAfterMs"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DeviceUnconfirmedError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"deviceKey"}}]}}]}}]}}]} as unknown as DocumentNode<CreateDeviceFormMutation, CreateDeviceFormMutationVariables>;
export const DeviceListDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"DeviceList"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"orgId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"DeviceFilter"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"devices"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"orgId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"orgId"}}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"assetId"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"status"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}}]} as unknown as DocumentNode<DeviceListQuery, DeviceListQueryVariables>;
export const RenameDeviceDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"RenameDevice"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"UpdateDeviceInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"updateDevice"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UpdateDeviceSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"device"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DeviceError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"retryable"}}]}}]}}]}}]} as unknown as DocumentNode<RenameDeviceMutation, RenameDeviceMutationVariables>;
export const DeleteDeviceDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"DeleteDevice"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"orgId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"assetIds"}},"type":{"kind":"NonNullType","type":{"kind":"ListType","type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"deleteDevices"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"orgId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"orgId"}}},{"kind":"Argument","name":{"kind":"Name","value":"assetIds"},"value":{"kind":"Variable","name":{"kind":"Name","value":"assetIds"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DeleteDeviceSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"deletedId"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DeviceError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"retryable"}}]}}]}}]}}]} as unknown as DocumentNode<DeleteDeviceMutation, DeleteDeviceMutationVariables>;