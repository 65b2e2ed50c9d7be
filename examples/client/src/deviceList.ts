import type { ApolloClient } from "@apollo/client";

import { graphql } from "./generated/gql.js";
import type { DeviceFilter, DeviceStatus } from "./generated/graphql.js";

export const DeviceList = graphql(`
  query DeviceList($orgId: ID!, $filter: DeviceFilter, $first: Int, $after: String) {
    devices(orgId: $orgId, filter: $filter, first: $first, after: $after) {
      totalCount
      edges {
        node {
          id
          assetId
          displayName
          status
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

const RenameDevice = graphql(`
  mutation RenameDevice($input: UpdateDeviceInput!) {
    updateDevice(input: $input) {
      __typename
      ... on UpdateDeviceSuccess {
        device {
          id
          displayName
        }
      }
      ... on DeviceError {
        message
        retryable
      }
    }
  }
`);

const DeleteDevice = graphql(`
  mutation DeleteDevice($orgId: ID!, $assetIds: [ID!]!) {
    deleteDevices(orgId: $orgId, assetIds: $assetIds) {
      __typename
      ... on DeleteDeviceSuccess {
        deletedId
      }
      ... on DeviceError {
        message
        retryable
      }
    }
  }
`);

/** A list of devices whose cache stays true when this client creates, renames or deletes one. */
export class DeviceListView {
  constructor(
    private readonly client: ApolloClient,
    private readonly orgId: string,
    private readonly filter: DeviceFilter,
  ) {}

  /** Returns the names in the cache's list, read from the server when the cache has none. */
  async names(): Promise<(string | null)[]> {
    return ((await this.#read())?.edges ?? []).map(({ node }) => node.displayName ?? null);
  }

  /** Returns how many devices the list has on all its pages. */
  async total(): Promise<number> {
    return (await this.#read())?.totalCount ?? 0;
  }

  /** Reads the list again. EnOS shows a new device after about 2 s: until then the server's list lacks it. */
  async refresh(): Promise<void> {
    await this.#read("network-only");
  }

  async #read(fetchPolicy: "cache-first" | "network-only" = "cache-first") {
    const { data } = await this.client.query({
      query: DeviceList,
      variables: { orgId: this.orgId, filter: this.filter, first: 100 },
      fetchPolicy,
    });
    return data?.devices;
  }

  /** Puts a device that was just created in front of the list, without waiting for EnOS to show it. */
  add(device: {
    id: string;
    assetId: string;
    displayName?: string | null;
    status?: DeviceStatus | null;
  }): void {
    const id = this.client.cache.identify({ __typename: "Device", id: device.id });
    if (id === undefined) return;
    this.client.cache.updateQuery(
      { query: DeviceList, variables: { orgId: this.orgId, filter: this.filter, first: 100 } },
      (data) => {
        // A request that was repeated returns a device that the list has already.
        if (!data?.devices || data.devices.edges.some(({ node }) => node.id === device.id)) return undefined;
        const { totalCount, edges } = data.devices;
        const node = {
          ...{ __typename: "Device" as const, id: device.id, assetId: device.assetId },
          ...{ displayName: device.displayName ?? null, status: device.status ?? null },
        };
        const added = [{ __typename: "DeviceEdge" as const, node }, ...edges];
        return { ...data, devices: { ...data.devices, totalCount: totalCount + 1, edges: added } };
      },
    );
  }

  /** Renames a device. The answer holds its `id`, so the cache shows the new name wherever the device appears. */
  async rename(assetId: string, name: string): Promise<void> {
    const { data, error } = await this.client.mutate({
      mutation: RenameDevice,
      variables: { input: { orgId: this.orgId, assetId, deviceName: { defaultValue: name } } },
      // The change stands even if the device could not be read then: the cache has the old name until it is read again.
      errorPolicy: "all",
    });
    const result = data?.updateDevice;
    if (!result) throw error ?? new Error("updateDevice returned null");
    if (result.__typename !== "UpdateDeviceSuccess") throw new Error(result.message);
  }

  /** Deletes a device, takes it out of this list and its count, and evicts it: other lists that held it lose it. */
  async remove(assetId: string): Promise<void> {
    const { data } = await this.client.mutate({
      mutation: DeleteDevice,
      variables: { orgId: this.orgId, assetIds: [assetId] },
    });
    const [result] = data?.deleteDevices ?? [];
    if (result?.__typename !== "DeleteDeviceSuccess") throw new Error(result?.message ?? "not deleted");
    this.client.cache.updateQuery(
      { query: DeviceList, variables: { orgId: this.orgId, filter: this.filter, first: 100 } },
      (data) => {
        if (!data?.devices) return undefined;
        const edges = data.devices.edges.filter(({ node }) => node.id !== result.deletedId);
        const totalCount = data.devices.totalCount - (data.devices.edges.length - edges.length);
        return { ...data, devices: { ...data.devices, totalCount, edges } };
      },
    );
    this.client.cache.evict({ id: `Device:${result.deletedId}` });
    this.client.cache.gc();
  }
}
