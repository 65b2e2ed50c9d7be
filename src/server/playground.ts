import { existsSync } from "node:fs";
import { join } from "node:path";

import type { FastifyInstance } from "fastify";

import type { SignIn } from "./signIn.js";

export interface PlaygroundOptions {
  /** Where the built files are. */
  readonly folder: string;
  /** Null where everybody may ask. */
  readonly signIn: SignIn | null;
}

/**
 * Scripts and workers are files of this server, and nothing is asked of any other.
 *
 * Styles may be inline because Monaco, the editor, writes its own as it goes.
 */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self' data:",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

const NOT_BUILT =
  "The playground is not built. Run npm ci, which brings what it is built with, and npm run build.\n";

/** Adds `/playground`: static files in which nothing is secret. What they ask of `/graphql` passes the authenticator. */
export async function addPlayground(server: FastifyInstance, options: PlaygroundOptions): Promise<void> {
  const { folder, signIn } = options;
  for (const path of ["/", "/playground"])
    server.get(path, (_request, reply) => reply.redirect("/playground/"));
  if (!existsSync(join(folder, "index.html"))) {
    server.get("/playground/", (_request, reply) => reply.code(404).type("text/plain").send(NOT_BUILT));
    return;
  }
  // Loaded only where it is used: production has no playground unless it is asked for.
  const { fastifyStatic } = await import("@fastify/static");
  await server.register(async (scope) => {
    scope.addHook("onRequest", async (_request, reply) => {
      reply.header("content-security-policy", POLICY);
    });
    scope.get("/playground/settings.json", () => ({ signIn }));
    await scope.register(fastifyStatic, {
      root: folder,
      prefix: "/playground/",
      cacheControl: false,
      setHeaders: (reply, path) => {
        // The names of assets hold a hash of their content.
        const lasting = path.includes(`${folder}/assets/`);
        reply.header("cache-control", lasting ? "public, max-age=31536000, immutable" : "no-cache");
      },
    });
  });
}
