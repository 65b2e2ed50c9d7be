import type { App } from "./app.js";
import type { Config } from "./config/config.js";

const EXAMPLE = {
  query:
    "mutation($input: CreateDeviceInput!) { createDevice(input: $input) { __typename " +
    "... on CreateDeviceSuccess { device { assetId deviceKey } deviceSecret replayed } " +
    "... on DeviceError { code message } } }",
  variables: {
    input: {
      orgId: "o15475450989191",
      productKey: "Vu82Agp3",
      timezone: "+08:00",
      deviceName: { defaultValue: "My first device" },
      idempotencyKey: "0d5c1a6e-3f0b-4c9a-8a52-7a1c9f4be0d3",
    },
  },
};

/** The arguments of curl that the authenticator accepts. */
const IDENTITY = {
  none: "",
  secret: " -H 'router-authorization: <a secret of ROUTER_SECRET>'",
  jwt: " -H 'authorization: Bearer <a token>'",
};

/** Returns the lines that a person reads at start: the URLs, and a command to try. */
export function banner(config: Config, app: App, sandboxUrl: string | undefined): string {
  const lines = [
    `GraphQL     ${app.url}`,
    ...(app.playgroundUrl === undefined ? [] : [`Playground  ${app.playgroundUrl}`]),
    `Probes      ${app.adminUrl}/livez /readyz /metrics`,
    ...(config.routerAuth.kind === "none"
      ? ["Callers     not authenticated: every client that can connect may do everything"]
      : []),
  ];
  if (sandboxUrl === undefined) return lines.join("\n");
  const body = JSON.stringify(EXAMPLE);
  return [
    ...lines,
    `EnOS        ${sandboxUrl} (the embedded sandbox: no ENOS_URL is set)`,
    `Products    ${sandboxUrl}/sandbox/products: one for every result of createDevice (docs/sandbox.md)`,
    "",
    app.playgroundUrl === undefined ? "Create a device:" : "Create a device in the playground, or here:",
    "",
    `curl ${app.url} -H 'content-type: application/json'${IDENTITY[config.routerAuth.kind]} -d '${body}'`,
    "",
  ].join("\n");
}
