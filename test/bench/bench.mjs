/** `npm run bench`: measures this subgraph beside its peers on this machine. Prints; asserts no time. */
import { options } from "./options.mjs";
import { prepare } from "./prepare.mjs";

prepare();
const { run } = await import(`./${options.scenario}/run.mjs`);
await run(options);
