import { availableParallelism } from "node:os";

import "./scripts/requireNode.mjs";

/** swc turns ES modules into CommonJS for jest, which needs no experimental flag that way. */
const swc = (parser) => [
  "@swc/jest",
  {
    swcrc: false,
    sourceMaps: "inline",
    jsc: {
      target: "es2022",
      parser,
      transform: { legacyDecorator: true, useDefineForClassFields: false },
      keepClassNames: true,
    },
    module: { type: "commonjs" },
  },
];

/** Packages that come as ES modules, or import some as they go. */
const ES_MODULES = ["@opentelemetry/otlp-exporter-base", "cockatiel", "content-disposition", "jose"];

export default {
  testEnvironment: "node",
  // Some suites start the program as it is built.
  globalSetup: "<rootDir>/test/support/build.mjs",
  // Suites wait more than they compute: on two processors three workers take three quarters of the time of two.
  maxWorkers: Math.ceil(1.5 * availableParallelism()),
  // A worker with more heap takes longer to end than jest waits for it: it would be reported as a leak.
  workerIdleMemoryLimit: "300MB",
  // Bounds a test that hangs; a busy machine makes honest ones slow.
  testTimeout: 60_000,
  modulePathIgnorePatterns: ["<rootDir>/test/bench/node_modules/"],
  testMatch: ["<rootDir>/test/**/*.test.ts"],
  // Those of the gateways need packages of their own, those of the playground a browser: npm run test:gateways, test:playground.
  testPathIgnorePatterns: [
    "/node_modules/",
    "<rootDir>/test/gateways/",
    "<rootDir>/test/playground/browser/",
  ],
  moduleNameMapper: { "^(\\.{1,2}/.*)\\.js$": "$1" },
  transform: {
    "^.+\\.ts$": swc({ syntax: "typescript", decorators: true }),
    [`node_modules/(${ES_MODULES.join("|")})/.+\\.c?js$`]: swc({ syntax: "ecmascript" }),
  },
  transformIgnorePatterns: [`node_modules/(?!(${ES_MODULES.join("|")})/)`],
  coverageProvider: "v8",
  // Files that hold nothing but types have nothing to cover, and v8 counts them as one branch missed.
  collectCoverageFrom: [
    "src/enos/**/*.ts",
    "!src/enos/enos.ts",
    "src/devices/**/*.ts",
    "!src/devices/context.ts",
  ],
  coverageReporters: [["text", { skipFull: true }]],
  coverageThreshold: { "src/enos/": { branches: 95 }, "src/devices/": { branches: 95 } },
};
