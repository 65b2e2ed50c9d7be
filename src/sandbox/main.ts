import { banner } from "./banner.js";
import { startSandbox } from "./sandbox.js";

const port = Number(process.env.SANDBOX_PORT ?? 4010);
if (!Number.isInteger(port) || port < 0 || port > 65_535) {
  console.error("SANDBOX_PORT: expected a port number");
  process.exit(1);
}

const sandbox = await startSandbox({ port });
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => void sandbox.close());
console.log(banner(sandbox));
