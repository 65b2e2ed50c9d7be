import { banner } from "./banner.js";
import { startSandbox } from "./sandbox.js";

const { SANDBOX_PORT = "4010", SANDBOX_HOST, SANDBOX_STATE_FILE, ALLOWED_HOSTS = "" } = process.env;
const port = Number(SANDBOX_PORT);
if (SANDBOX_PORT === "" || !Number.isInteger(port) || port < 0 || port > 65_535) {
  fail("SANDBOX_PORT must be a port number from 0 to 65535.");
}

const sandbox = await startSandbox({
  port,
  ...(SANDBOX_HOST && { host: SANDBOX_HOST }),
  ...(SANDBOX_STATE_FILE && { stateFile: SANDBOX_STATE_FILE }),
  allowedHosts: ALLOWED_HOSTS.split(/[\s,]+/).filter((name) => name !== ""),
  demoDevices: true,
}).catch((error: unknown) => {
  const { code, message } = error as NodeJS.ErrnoException;
  return fail(
    code === "EADDRINUSE"
      ? `SANDBOX_PORT: port ${port} is taken. End what listens there, or set another.`
      : message,
  );
});
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => void sandbox.close());
console.log(banner(sandbox));

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}
