import { inspect } from "node:util";

import { ConfigError, readConfig } from "../../src/config/config.js";

const PRODUCTION = {
  NODE_ENV: "production",
  ENOS_URL: "https://apim.example.com",
  ENOS_APP_KEY: "key",
  ENOS_APP_SECRET: "sentinel-app-secret",
  ROUTER_SECRET: "sentinel-one, sentinel-two",
};

it("starts with an empty environment: loopback, the sandbox, every right", () => {
  expect(readConfig({})).toMatchObject({
    production: false,
    host: "127.0.0.1",
    port: 4001,
    enos: undefined,
    deadlineMs: 25_000,
    callerDefaults: { organizations: ["*"], scopes: ["device:create", "device:read", "device:secret"] },
  });
});

it("gives a production caller no right that nobody stated", () => {
  expect(readConfig(PRODUCTION)).toMatchObject({
    production: true,
    host: "0.0.0.0",
    callerDefaults: { organizations: [], scopes: [] },
  });
});

it("names every problem at once, and shows no value", () => {
  const variables = {
    NODE_ENV: "production",
    PORT: "sentinel-port",
    ENOS_URL: "http://sentinel:password@apim.example.com",
    ENOS_DEADLINE_MS: "soon",
    ROUTER_AUTH: "sentinel-auth",
  };
  const { message } = problemsOf(variables);
  for (const name of [
    "PORT",
    "ENOS_URL",
    "ENOS_DEADLINE_MS",
    "ROUTER_AUTH",
    "ENOS_APP_KEY",
    "ENOS_APP_SECRET",
  ])
    expect(message).toContain(`- ${name} `);
  expect(message).not.toMatch(/sentinel|soon/);
});

it.each([
  ["http://apim.example.com", "https"],
  ["ftp://localhost", "https"],
  ["https://user@apim.example.com", "user name"],
  ["https://apim.example.com/base?x=1", "host and port"],
  ["apim.example.com", "URL"],
])("refuses %s as the address of EnOS", (ENOS_URL, retry) => {
  expect(problemsOf({ ...PRODUCTION, ENOS_URL }).message).toContain(retry);
});

it("takes http for EnOS on this machine itself", () => {
  expect(readConfig({ ...PRODUCTION, ENOS_URL: "http://127.0.0.1:4010" }).enos?.url).toBe(
    "http://127.0.0.1:4010",
  );
});

it("shows no secret when it is printed", () => {
  expect(
    inspect(readConfig(PRODUCTION), { depth: 9 }) + JSON.stringify(readConfig(PRODUCTION)),
  ).not.toContain("sentinel");
});

function problemsOf(variables: Record<string, string>): ConfigError {
  try {
    readConfig(variables);
  } catch (error) {
    if (error instanceof ConfigError) return error;
  }
  throw new Error("the environment was accepted");
}
