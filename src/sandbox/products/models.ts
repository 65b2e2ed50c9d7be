import type { StringI18n } from "../devices/device.js";
import type { ThingAttribute, ThingModel } from "./thingModel.js";

/** The models of the seeded products. `everyType` has an attribute of every type, and of one that is newer. */
export const MODELS: readonly ThingModel[] = [
  {
    modelId: "windTurbine",
    name: name("Wind turbine", "风机"),
    // The manual's samples give their devices all kinds of attributes.
    acceptsUnknown: true,
    attributes: [
      attribute("testatt", "INT", { name: name("Test attribute", "测试属性") }),
      attribute("ratedPower", "DOUBLE", { name: name("Rated power", "额定功率"), unit: unit("kW") }),
      attribute("commissioned", "DATE", { name: name("Date of commissioning", "投产日期") }),
    ],
  },
  {
    modelId: "solarInverter",
    name: name("Solar inverter", "光伏逆变器"),
    attributes: [
      attribute("capacity", "DOUBLE", { name: name("Capacity", "装机容量"), unit: unit("kWp") }),
      attribute("strings", "INT", { name: name("Strings", "组串数") }),
    ],
  },
  {
    modelId: "everyType",
    name: name("Every type", "所有类型"),
    attributes: [
      attribute("count", "INT", { name: name("Count", "数量"), defaultValue: 1 }),
      attribute("ratio", "FLOAT", { name: name("Ratio", "比率") }),
      attribute("ratedPower", "DOUBLE", {
        name: name("Rated power", "额定功率"),
        isRequired: true,
        unit: unit("kW"),
      }),
      attribute("enabled", "BOOL", {
        name: name("Enabled", "启用"),
        dataDefinition: { boolDesc: { true: name("Yes", "是"), false: name("No", "否") } },
      }),
      attribute("phase", "ENUM", {
        name: name("Phase", "阶段"),
        dataDefinition: {
          enumType: "INT",
          enumDesc: { 1: name("Planned", "规划"), 2: name("Built", "建成") },
        },
      }),
      attribute("side", "ENUM", {
        name: name("Side", "方位"),
        dataDefinition: {
          enumType: "STRING",
          enumDesc: { north: name("North", "北"), south: name("South", "南") },
        },
      }),
      attribute("serial", "STRING", {
        name: name("Serial number", "序列号"),
        dataDefinition: { maxLength: 20 },
      }),
      attribute("installed", "DATE", { name: name("Date of installation", "安装日期") }),
      attribute("calibrated", "TIMESTAMP", { name: name("Time of calibration", "校准时间") }),
      attribute("readings", "ARRAY", {
        name: name("Readings", "读数"),
        dataDefinition: { itemType: "DOUBLE" },
      }),
      attribute("labels", "ARRAY", { name: name("Labels", "标签"), dataDefinition: { itemType: "STRING" } }),
      attribute("location", "STRUCT", {
        name: name("Location", "位置"),
        dataDefinition: {
          items: [
            attribute("latitude", "DOUBLE", { isRequired: true, unit: unit("deg") }),
            attribute("longitude", "DOUBLE", { isRequired: true, unit: unit("deg") }),
            attribute("site", "STRING", { dataDefinition: { maxLength: 30 } }),
          ],
        },
      }),
      attribute("extras", "MAP", { name: name("Extras", "附加信息") }),
      attribute("handbook", "FILE", { name: name("Handbook", "手册") }),
      attribute("area", "POLYGON", { name: name("Area", "区域") }),
    ],
  },
  { modelId: "restricted", name: name("Restricted", "受限"), denied: true, attributes: [] },
];

function attribute(
  identifier: string,
  dataType: string,
  others: Partial<Omit<ThingAttribute, "identifier" | "dataType">> = {},
): ThingAttribute {
  return {
    identifier,
    name: name(identifier),
    desc: "",
    dataType,
    dataDefinition: null,
    isRequired: false,
    defaultValue: null,
    unit: null,
    ...others,
  };
}

function name(defaultValue: string, chinese?: string): StringI18n {
  return { defaultValue, i18nValue: chinese === undefined ? {} : { en_US: defaultValue, zh_CN: chinese } };
}

function unit(unitId: string) {
  return { unitId, multiplier: "one" };
}
