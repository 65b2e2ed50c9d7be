/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { TypedQueryDocumentNode as DocumentNode } from 'graphql';
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

export type DeviceSecretStatus =
  /** The caller may not see it. */
  | 'FORBIDDEN'
  /** `deviceSecret` holds it. */
  | 'PROVIDED'
  /** EnOS did not give it. With an `idempotencyKey`, send the same request again to get it. */
  | 'UNAVAILABLE';

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

export type ImportModelQueryVariables = Exact<{
  orgId: string;
  productKey: string;
}>;


export type ImportModelQuery = { thingModel: { attributes: Array<{ identifier: string, dataType: ThingDataType, itemType: ThingDataType | null, maxLength: number | null, isRequired: boolean, choices: Array<{ value: string }> | null, members: Array<{ identifier: string, dataType: ThingDataType, itemType: ThingDataType | null, maxLength: number | null, choices: Array<{ value: string }> | null }> | null }> } | null };

export type ImportCheckQueryVariables = Exact<{
  inputs: Array<CreateDeviceInput> | CreateDeviceInput;
}>;


export type ImportCheckQuery = { checkDevices: Array<{ problems: Array<{ path: Array<string>, message: string }>, existing: { assetId: string } | null }> | null };

export type ImportDevicesMutationVariables = Exact<{
  inputs: Array<CreateDeviceInput> | CreateDeviceInput;
}>;


export type ImportDevicesMutation = { createDevices: Array<
    | { __typename: 'CreateDeviceSuccess', deviceSecret: string | null, deviceSecretStatus: DeviceSecretStatus, replayed: boolean, requestId: string | null, device: { orgId: string, productKey: string, assetId: string, deviceKey: string | null } }
    | { __typename: 'DeviceKeyNotAssignedError', message: string, retryable: boolean, requestId: string | null }
    | { __typename: 'DeviceKeyTakenError', message: string, retryable: boolean, requestId: string | null }
    | { __typename: 'DeviceLimitExceededError', message: string, retryable: boolean, requestId: string | null }
    | { __typename: 'DeviceUnconfirmedError', message: string, retryable: boolean, requestId: string | null }
    | { __typename: 'EnosUnavailableError', message: string, retryable: boolean, requestId: string | null, retryAfterMs: number | null }
    | { __typename: 'IdempotencyConflictError', message: string, retryable: boolean, requestId: string | null, differences: Array<{ path: Array<string>, message: string }> }
    | { __typename: 'InvalidDeviceInputError', message: string, retryable: boolean, requestId: string | null, problems: Array<{ path: Array<string>, message: string }> }
    | { __typename: 'OrganizationAccessDeniedError', message: string, retryable: boolean, requestId: string | null }
    | { __typename: 'ProductNotFoundError', message: string, retryable: boolean, requestId: string | null }
    | { __typename: 'UnrecognizedDeviceError', message: string, retryable: boolean, requestId: string | null }
   | null> | null };


export const ImportModelDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ImportModel"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"orgId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"productKey"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"thingModel"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"orgId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"orgId"}}},{"kind":"Argument","name":{"kind":"Name","value":"productKey"},"value":{"kind":"Variable","name":{"kind":"Name","value":"productKey"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"attributes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"identifier"}},{"kind":"Field","name":{"kind":"Name","value":"dataType"}},{"kind":"Field","name":{"kind":"Name","value":"itemType"}},{"kind":"Field","name":{"kind":"Name","value":"maxLength"}},{"kind":"Field","name":{"kind":"Name","value":"isRequired"}},{"kind":"Field","name":{"kind":"Name","value":"choices"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"value"}}]}},{"kind":"Field","name":{"kind":"Name","value":"members"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"identifier"}},{"kind":"Field","name":{"kind":"Name","value":"dataType"}},{"kind":"Field","name":{"kind":"Name","value":"itemType"}},{"kind":"Field","name":{"kind":"Name","value":"maxLength"}},{"kind":"Field","name":{"kind":"Name","value":"choices"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"value"}}]}}]}}]}}]}}]}}]} as unknown as DocumentNode<ImportModelQuery, ImportModelQueryVariables>;
export const ImportCheckDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ImportCheck"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"inputs"}},"type":{"kind":"NonNullType","type":{"kind":"ListType","type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CreateDeviceInput"}}}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"checkDevices"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"inputs"},"value":{"kind":"Variable","name":{"kind":"Name","value":"inputs"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"problems"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}},{"kind":"Field","name":{"kind":"Name","value":"existing"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"assetId"}}]}}]}}]}}]} as unknown as DocumentNode<ImportCheckQuery, ImportCheckQueryVariables>;
export const ImportDevicesDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"ImportDevices"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"inputs"}},"type":{"kind":"NonNullType","type":{"kind":"ListType","type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CreateDeviceInput"}}}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"createDevices"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"inputs"},"value":{"kind":"Variable","name":{"kind":"Name","value":"inputs"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"CreateDeviceSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"deviceSecret"}},{"kind":"Field","name":{"kind":"Name","value":"deviceSecretStatus"}},{"kind":"Field","name":{"kind":"Name","value":"replayed"}},{"kind":"Field","name":{"kind":"Name","value":"requestId"}},{"kind":"Field","name":{"kind":"Name","value":"device"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"orgId"}},{"kind":"Field","name":{"kind":"Name","value":"productKey"}},{"kind":"Field","name":{"kind":"Name","value":"assetId"}},{"kind":"Field","name":{"kind":"Name","value":"deviceKey"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"DeviceError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"retryable"}},{"kind":"Field","name":{"kind":"Name","value":"requestId"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InvalidDeviceInputError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"problems"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"IdempotencyConflictError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"differences"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"path"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"EnosUnavailableError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"retryAfterMs"}}]}}]}}]}}]} as unknown as DocumentNode<ImportDevicesMutation, ImportDevicesMutationVariables>;