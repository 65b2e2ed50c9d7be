import type { StringI18n } from "../devices/device.js";

/** An attribute that a thing model defines. @see manual, "Get Thing Model" */
export interface ThingAttribute {
  readonly identifier: string;
  readonly name: StringI18n;
  readonly desc: string;
  /** `INT`, `FLOAT`, `DOUBLE`, `BOOL`, `ENUM`, `STRING`, `DATE`, `TIMESTAMP`, `ARRAY`, `STRUCT`, `MAP`, `FILE` or newer. */
  readonly dataType: string;
  /** EnOS sends it as JSON text. @see manual, API FAQ, "How to use dataDefinition" */
  readonly dataDefinition: DataDefinition | null;
  readonly isRequired: boolean;
  readonly defaultValue: unknown;
  readonly unit: { readonly unitId: string; readonly multiplier: string } | null;
}

/** The restrictions of an attribute's values, apart from its type. */
export interface DataDefinition {
  readonly enumType?: "INT" | "STRING";
  readonly enumDesc?: Readonly<Record<string, StringI18n>>;
  readonly boolDesc?: Readonly<Record<string, StringI18n>>;
  readonly maxLength?: number;
  readonly itemType?: "INT" | "FLOAT" | "DOUBLE" | "STRING";
  readonly items?: readonly ThingAttribute[];
}

/** The attributes that a product's devices can have. */
export interface ThingModel {
  readonly modelId: string;
  readonly name: StringI18n;
  readonly attributes: readonly ThingAttribute[];
  /** Whether devices may have attributes that the model does not define. Default: false. */
  readonly acceptsUnknown?: boolean;
  /** Whether the application has no permission to read the model. Default: false. */
  readonly denied?: boolean;
}

/** Returns a model's attributes as Get Thing Model sends them: by identifier, definitions as text. */
export function attributesOf({ attributes }: ThingModel): Readonly<Record<string, unknown>> {
  return Object.fromEntries(attributes.map((attribute) => [attribute.identifier, toStruct(attribute)]));
}

function toStruct(attribute: ThingAttribute): object {
  const { dataDefinition } = attribute;
  const items = dataDefinition?.items?.map(toStruct);
  return {
    ...attribute,
    tags: {},
    dataDefinition: dataDefinition && JSON.stringify({ ...dataDefinition, ...(items && { items }) }),
  };
}
