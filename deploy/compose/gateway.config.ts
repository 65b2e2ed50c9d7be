// Hive Gateway for compose.yaml: everybody may do everything. deploy/routers/hive-gateway.config.ts is the one to start from.
import { defineConfig } from "@graphql-hive/gateway";

export const gatewayConfig = defineConfig({
  propagateHeaders: {
    fromClientToSubgraphs: () => ({
      "router-authorization": process.env.ROUTER_SECRET ?? "",
      "x-caller-orgs": "*",
      "x-caller-scopes": "device:create device:read device:update device:delete device:secret",
    }),
  },
});
