/** Hive Gateway before a REST API that Mesh reads from its OpenAPI description: no resolver asks the upstream. */
import { createServer } from "node:http";

import { createGatewayRuntime } from "@graphql-hive/gateway-runtime";
import { getComposedSchemaFromConfig } from "@graphql-mesh/compose-cli";
import { loadOpenAPISubgraph } from "@omnigraph/openapi";

import { typeDefs } from "./schema.mjs";
import { toResult } from "./toResult.mjs";

const quiet = () => undefined;
const log = { debug: quiet, info: quiet, log: quiet, warn: quiet, error: console.error, child: () => log };
const enos = loadOpenAPISubgraph("EnOS", {
  source: new URL("enos.openapi.json", import.meta.url).pathname,
  endpoint: process.env.UPSTREAM,
});
const supergraph = await getComposedSchemaFromConfig({ subgraphs: [{ sourceHandler: enos }] }, log);

const SELECTION = "{ code msg requestId data { assetId productKey deviceKey deviceSecret } }";

/** Calls the field that Mesh made of the REST action, and maps its envelope to the union. */
async function createDevice(root, { input: { orgId, ...input } }, context, info) {
  const args = { action: "create", orgId, input };
  const envelope = await context.EnOS.Mutation.postDevices({
    root,
    args,
    context,
    info,
    selectionSet: SELECTION,
  });
  return toResult({ orgId, ...input }, envelope);
}

const gateway = createGatewayRuntime({
  supergraph,
  additionalTypeDefs: typeDefs,
  additionalResolvers: { Mutation: { createDevice } },
  logging: false,
});
createServer(gateway).listen(process.env.PORT, "127.0.0.1");
