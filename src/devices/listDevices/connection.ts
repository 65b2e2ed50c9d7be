import { Directive, Field, Int, ObjectType } from "type-graphql";

import { SimpleField } from "../../graphql/simpleField.js";
import { Device } from "../device.js";
import type { CursorCodec } from "./cursor.js";

/** A device and its place in the whole list, counted from 0. */
export interface ListedDevice {
  readonly device: Device;
  readonly offset: number;
}

/** The part of a list that EnOS returned. */
export interface DevicePage {
  /** In the list's order. A row without an asset ID is counted and left out. */
  readonly devices: readonly ListedDevice[];
  /** Rows before the page. */
  readonly offset: number;
  /** Rows on the page. */
  readonly count: number;
  /** Number of requested rows. */
  readonly first: number;
  readonly totalCount: number;
  readonly cursors: CursorCodec;
}

@ObjectType({ simpleResolvers: true })
export class DeviceEdge {
  @Field(() => Device)
  readonly node: Device;

  constructor(
    { device }: ListedDevice,
    private readonly toCursor: () => string,
  ) {
    this.node = device;
  }

  @SimpleField(() => String)
  get cursor(): string {
    return this.toCursor();
  }
}

/** Relay's `PageInfo`. Shareable: every subgraph with connections defines the same type. */
@Directive("@shareable")
@ObjectType({ simpleResolvers: true })
export class PageInfo {
  @Field(() => Boolean)
  readonly hasNextPage: boolean;

  @Field(() => Boolean)
  readonly hasPreviousPage: boolean;

  @Field(() => String, { nullable: true })
  readonly startCursor: string | null;

  @Field(() => String, { nullable: true })
  readonly endCursor: string | null;

  constructor({ offset, count, first, totalCount, cursors }: DevicePage) {
    // A page without rows has no cursor for the next page, unless no rows were requested.
    this.hasNextPage = offset + count < totalCount && (count > 0 || first === 0);
    this.hasPreviousPage = offset > 0;
    this.startCursor = count === 0 ? null : cursors.write(offset);
    this.endCursor = count === 0 ? null : cursors.write(offset + count - 1);
  }
}

/** @see Relay's "GraphQL Cursor Connections Specification" */
@ObjectType({ description: "One page of devices.", simpleResolvers: true })
export class DeviceConnection {
  constructor(private readonly page: DevicePage) {}

  @SimpleField(() => [DeviceEdge])
  get edges(): DeviceEdge[] {
    const { devices, cursors } = this.page;
    return devices.map((listed) => new DeviceEdge(listed, () => cursors.write(listed.offset)));
  }

  @SimpleField(() => [Device], { description: "The devices of `edges`, for clients that need no cursors." })
  get nodes(): Device[] {
    return this.page.devices.map(({ device }) => device);
  }

  @SimpleField(() => PageInfo)
  get pageInfo(): PageInfo {
    return new PageInfo(this.page);
  }

  @SimpleField(() => Int, { description: "Number of devices on all pages." })
  get totalCount(): number {
    return this.page.totalCount;
  }
}
