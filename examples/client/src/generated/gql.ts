/* eslint-disable */
import * as types from './graphql.js';
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';

/**
 * Map of all GraphQL operations in the project.
 *
 * This map has several performance disadvantages:
 * 1. It is not tree-shakeable, so it will include all operations in the project.
 * 2. It is not minifiable, so the string of a GraphQL query will be multiple times inside the bundle.
 * 3. It does not support dead code elimination, so it will add unused operations.
 *
 * Therefore it is highly recommended to use the babel or swc plugin for production.
 * Learn more about it here: https://the-guild.dev/graphql/codegen/plugins/presets/preset-client#reducing-bundle-size
 */
type Documents = {
    "\n  mutation CreateDevicesBulk($inputs: [CreateDeviceInput!]!) {\n    createDevices(inputs: $inputs) {\n      __typename\n      ... on CreateDeviceSuccess {\n        device {\n          id\n          assetId\n          deviceKey\n        }\n        deviceSecret\n        replayed\n      }\n      ... on DeviceError {\n        code\n        message\n        retryable\n      }\n      ... on InvalidDeviceInputError {\n        problems {\n          path\n          message\n        }\n      }\n      ... on EnosUnavailableError {\n        retryAfterMs\n      }\n    }\n  }\n": typeof types.CreateDevicesBulkDocument,
    "\n  mutation CreateDeviceForm($input: CreateDeviceInput!) {\n    createDevice(input: $input) {\n      __typename\n      ... on CreateDeviceSuccess {\n        device {\n          id\n          orgId\n          assetId\n          productKey\n          deviceKey\n          displayName\n          status\n        }\n        deviceSecret\n        deviceSecretStatus\n        replayed\n      }\n      ... on DeviceError {\n        code\n        message\n        retryable\n        requestId\n      }\n      ... on InvalidDeviceInputError {\n        problems {\n          path\n          code\n          message\n        }\n      }\n      ... on DeviceKeyTakenError {\n        deviceKey\n        holder {\n          id\n          displayName\n        }\n      }\n      ... on IdempotencyConflictError {\n        holder {\n          id\n          assetId\n          displayName\n        }\n        differences {\n          path\n          message\n        }\n      }\n      ... on EnosUnavailableError {\n        retryAfterMs\n      }\n      ... on DeviceUnconfirmedError {\n        deviceKey\n      }\n    }\n  }\n": typeof types.CreateDeviceFormDocument,
    "\n  query DeviceList($orgId: ID!, $filter: DeviceFilter, $first: Int, $after: String) {\n    devices(orgId: $orgId, filter: $filter, first: $first, after: $after) {\n      totalCount\n      edges {\n        node {\n          id\n          assetId\n          displayName\n          status\n        }\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n": typeof types.DeviceListDocument,
    "\n  mutation RenameDevice($input: UpdateDeviceInput!) {\n    updateDevice(input: $input) {\n      __typename\n      ... on UpdateDeviceSuccess {\n        device {\n          id\n          displayName\n        }\n      }\n      ... on DeviceError {\n        message\n        retryable\n      }\n    }\n  }\n": typeof types.RenameDeviceDocument,
    "\n  mutation DeleteDevice($orgId: ID!, $assetIds: [ID!]!) {\n    deleteDevices(orgId: $orgId, assetIds: $assetIds) {\n      __typename\n      ... on DeleteDeviceSuccess {\n        deletedId\n      }\n      ... on DeviceError {\n        message\n        retryable\n      }\n    }\n  }\n": typeof types.DeleteDeviceDocument,
};
const documents: Documents = {
    "\n  mutation CreateDevicesBulk($inputs: [CreateDeviceInput!]!) {\n    createDevices(inputs: $inputs) {\n      __typename\n      ... on CreateDeviceSuccess {\n        device {\n          id\n          assetId\n          deviceKey\n        }\n        deviceSecret\n        replayed\n      }\n      ... on DeviceError {\n        code\n        message\n        retryable\n      }\n      ... on InvalidDeviceInputError {\n        problems {\n          path\n          message\n        }\n      }\n      ... on EnosUnavailableError {\n        retryAfterMs\n      }\n    }\n  }\n": types.CreateDevicesBulkDocument,
    "\n  mutation CreateDeviceForm($input: CreateDeviceInput!) {\n    createDevice(input: $input) {\n      __typename\n      ... on CreateDeviceSuccess {\n        device {\n          id\n          orgId\n          assetId\n          productKey\n          deviceKey\n          displayName\n          status\n        }\n        deviceSecret\n        deviceSecretStatus\n        replayed\n      }\n      ... on DeviceError {\n        code\n        message\n        retryable\n        requestId\n      }\n      ... on InvalidDeviceInputError {\n        problems {\n          path\n          code\n          message\n        }\n      }\n      ... on DeviceKeyTakenError {\n        deviceKey\n        holder {\n          id\n          displayName\n        }\n      }\n      ... on IdempotencyConflictError {\n        holder {\n          id\n          assetId\n          displayName\n        }\n        differences {\n          path\n          message\n        }\n      }\n      ... on EnosUnavailableError {\n        retryAfterMs\n      }\n      ... on DeviceUnconfirmedError {\n        deviceKey\n      }\n    }\n  }\n": types.CreateDeviceFormDocument,
    "\n  query DeviceList($orgId: ID!, $filter: DeviceFilter, $first: Int, $after: String) {\n    devices(orgId: $orgId, filter: $filter, first: $first, after: $after) {\n      totalCount\n      edges {\n        node {\n          id\n          assetId\n          displayName\n          status\n        }\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n": types.DeviceListDocument,
    "\n  mutation RenameDevice($input: UpdateDeviceInput!) {\n    updateDevice(input: $input) {\n      __typename\n      ... on UpdateDeviceSuccess {\n        device {\n          id\n          displayName\n        }\n      }\n      ... on DeviceError {\n        message\n        retryable\n      }\n    }\n  }\n": types.RenameDeviceDocument,
    "\n  mutation DeleteDevice($orgId: ID!, $assetIds: [ID!]!) {\n    deleteDevices(orgId: $orgId, assetIds: $assetIds) {\n      __typename\n      ... on DeleteDeviceSuccess {\n        deletedId\n      }\n      ... on DeviceError {\n        message\n        retryable\n      }\n    }\n  }\n": types.DeleteDeviceDocument,
};

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 *
 *
 * @example
 * ```ts
 * const query = graphql(`query GetUser($id: ID!) { user(id: $id) { name } }`);
 * ```
 *
 * The query argument is unknown!
 * Please regenerate the types.
 */
export function graphql(source: string): unknown;

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation CreateDevicesBulk($inputs: [CreateDeviceInput!]!) {\n    createDevices(inputs: $inputs) {\n      __typename\n      ... on CreateDeviceSuccess {\n        device {\n          id\n          assetId\n          deviceKey\n        }\n        deviceSecret\n        replayed\n      }\n      ... on DeviceError {\n        code\n        message\n        retryable\n      }\n      ... on InvalidDeviceInputError {\n        problems {\n          path\n          message\n        }\n      }\n      ... on EnosUnavailableError {\n        retryAfterMs\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation CreateDevicesBulk($inputs: [CreateDeviceInput!]!) {\n    createDevices(inputs: $inputs) {\n      __typename\n      ... on CreateDeviceSuccess {\n        device {\n          id\n          assetId\n          deviceKey\n        }\n        deviceSecret\n        replayed\n      }\n      ... on DeviceError {\n        code\n        message\n        retryable\n      }\n      ... on InvalidDeviceInputError {\n        problems {\n          path\n          message\n        }\n      }\n      ... on EnosUnavailableError {\n        retryAfterMs\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation CreateDeviceForm($input: CreateDeviceInput!) {\n    createDevice(input: $input) {\n      __typename\n      ... on CreateDeviceSuccess {\n        device {\n          id\n          orgId\n          assetId\n          productKey\n          deviceKey\n          displayName\n          status\n        }\n        deviceSecret\n        deviceSecretStatus\n        replayed\n      }\n      ... on DeviceError {\n        code\n        message\n        retryable\n        requestId\n      }\n      ... on InvalidDeviceInputError {\n        problems {\n          path\n          code\n          message\n        }\n      }\n      ... on DeviceKeyTakenError {\n        deviceKey\n        holder {\n          id\n          displayName\n        }\n      }\n      ... on IdempotencyConflictError {\n        holder {\n          id\n          assetId\n          displayName\n        }\n        differences {\n          path\n          message\n        }\n      }\n      ... on EnosUnavailableError {\n        retryAfterMs\n      }\n      ... on DeviceUnconfirmedError {\n        deviceKey\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation CreateDeviceForm($input: CreateDeviceInput!) {\n    createDevice(input: $input) {\n      __typename\n      ... on CreateDeviceSuccess {\n        device {\n          id\n          orgId\n          assetId\n          productKey\n          deviceKey\n          displayName\n          status\n        }\n        deviceSecret\n        deviceSecretStatus\n        replayed\n      }\n      ... on DeviceError {\n        code\n        message\n        retryable\n        requestId\n      }\n      ... on InvalidDeviceInputError {\n        problems {\n          path\n          code\n          message\n        }\n      }\n      ... on DeviceKeyTakenError {\n        deviceKey\n        holder {\n          id\n          displayName\n        }\n      }\n      ... on IdempotencyConflictError {\n        holder {\n          id\n          assetId\n          displayName\n        }\n        differences {\n          path\n          message\n        }\n      }\n      ... on EnosUnavailableError {\n        retryAfterMs\n      }\n      ... on DeviceUnconfirmedError {\n        deviceKey\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query DeviceList($orgId: ID!, $filter: DeviceFilter, $first: Int, $after: String) {\n    devices(orgId: $orgId, filter: $filter, first: $first, after: $after) {\n      totalCount\n      edges {\n        node {\n          id\n          assetId\n          displayName\n          status\n        }\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n"): (typeof documents)["\n  query DeviceList($orgId: ID!, $filter: DeviceFilter, $first: Int, $after: String) {\n    devices(orgId: $orgId, filter: $filter, first: $first, after: $after) {\n      totalCount\n      edges {\n        node {\n          id\n          assetId\n          displayName\n          status\n        }\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RenameDevice($input: UpdateDeviceInput!) {\n    updateDevice(input: $input) {\n      __typename\n      ... on UpdateDeviceSuccess {\n        device {\n          id\n          displayName\n        }\n      }\n      ... on DeviceError {\n        message\n        retryable\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation RenameDevice($input: UpdateDeviceInput!) {\n    updateDevice(input: $input) {\n      __typename\n      ... on UpdateDeviceSuccess {\n        device {\n          id\n          displayName\n        }\n      }\n      ... on DeviceError {\n        message\n        retryable\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation DeleteDevice($orgId: ID!, $assetIds: [ID!]!) {\n    deleteDevices(orgId: $orgId, assetIds: $assetIds) {\n      __typename\n      ... on DeleteDeviceSuccess {\n        deletedId\n      }\n      ... on DeviceError {\n        message\n        retryable\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation DeleteDevice($orgId: ID!, $assetIds: [ID!]!) {\n    deleteDevices(orgId: $orgId, assetIds: $assetIds) {\n      __typename\n      ... on DeleteDeviceSuccess {\n        deletedId\n      }\n      ... on DeviceError {\n        message\n        retryable\n      }\n    }\n  }\n"];

export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}

export type DocumentType<TDocumentNode extends DocumentNode<any, any>> = TDocumentNode extends DocumentNode<  infer TType,  any>  ? TType  : never;