import base from "../../jest.config.mjs";

/** The suites that need the packages of this folder and of ../supergraph. */
export default {
  ...base,
  rootDir: "../..",
  testMatch: ["<rootDir>/test/gateways/**/*.test.ts"],
  testPathIgnorePatterns: ["/node_modules/"],
  testTimeout: 60_000,
};
