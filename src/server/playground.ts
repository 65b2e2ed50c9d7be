import { existsSync } from "node:fs";
import { join } from "node:path";

import type { FastifyInstance } from "fastify";

export interface PlaygroundOptions {
  /** The folder with the built files. */
  readonly folder: string;
  /** How requests to `/graphql` are authenticated. */
  readonly authentication: keyof typeof SIGN_IN;
  /** The scopes that exist. */
  readonly scopes: readonly string[];
}

/** The credential that the playground's sign-in form asks for, and the header that carries it. */
interface SignIn {
  readonly credential: "routerSecret" | "token";
  readonly header: string;
  /** Text in front of the credential in that header. */
  readonly prefix: string;
}

/** Null: requests carry no credential, so there is no sign-in form. */
const SIGN_IN = {
  none: null,
  secret: { credential: "routerSecret", header: "router-authorization", prefix: "" },
  jwt: { credential: "token", header: "authorization", prefix: "Bearer " },
} as const satisfies Readonly<Record<string, SignIn | null>>;

/**
 * Allows scripts, workers and requests of this origin only.
 *
 * Inline styles are allowed because Monaco, the editor, writes its styles at run time.
 */
const CONTENT_SECURITY_POLICY = [
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
  "The playground is not built. Run npm ci, which installs the tools that build it, and npm run build.\n";

/**
 * Adds the playground at `/playground/`: static files that hold nothing secret. Its requests to `/graphql` are
 * authenticated like all others.
 *
 * Redirects are relative, so that they stay behind the path prefix of a reverse proxy.
 */
export async function addPlayground(server: FastifyInstance, options: PlaygroundOptions): Promise<void> {
  const { folder, authentication, scopes } = options;
  for (const path of ["/", "/playground"])
    server.get(path, (_request, reply) => reply.redirect("playground/"));
  if (!existsSync(join(folder, "index.html"))) {
    server.get("/playground/", (_request, reply) => reply.code(404).type("text/plain").send(NOT_BUILT));
    return;
  }
  // Loaded only when used: in production the playground is off unless PLAYGROUND=on.
  const { fastifyStatic } = await import("@fastify/static");
  await server.register(async (scope) => {
    scope.addHook("onRequest", async (_request, reply) => {
      reply.header("content-security-policy", CONTENT_SECURITY_POLICY);
    });
    scope.get("/playground/settings.json", () => ({ signIn: SIGN_IN[authentication], scopes }));
    await scope.register(fastifyStatic, {
      root: folder,
      prefix: "/playground/",
      // The build leaves a .br and a .gz beside every file that gets smaller by it.
      preCompressed: true,
      cacheControl: false,
      setHeaders: (reply, path) => {
        // The names of assets contain a hash of their content.
        const isAsset = path.startsWith(join(folder, "assets/"));
        reply.header("cache-control", isAsset ? "public, max-age=31536000, immutable" : "no-cache");
      },
    });
  });
}
