import { registerEnumType } from "type-graphql";

/** The data types of EnOS that restrict a value; every other type is `OTHER`. */
export enum ThingDataType {
  INT = "INT",
  FLOAT = "FLOAT",
  DOUBLE = "DOUBLE",
  BOOL = "BOOL",
  STRING = "STRING",
  ENUM = "ENUM",
  DATE = "DATE",
  TIMESTAMP = "TIMESTAMP",
  ARRAY = "ARRAY",
  STRUCT = "STRUCT",
  MAP = "MAP",
  FILE = "FILE",
  OTHER = "OTHER",
}

registerEnumType(ThingDataType, {
  name: "ThingDataType",
  valuesConfig: {
    OTHER: { description: "A type this schema has no value for yet: any JSON is accepted." },
  },
});

/** EnOS's `INT` has 32 bits. @see EnOS modelling tool manual, "Data types" */
export const MIN_INT = -(2 ** 31);
export const MAX_INT = 2 ** 31 - 1;
