/** `npm run bench`: measures this subgraph on this machine, alone or beside its peers. Prints; asserts no time. */
import { options } from "./options.mjs";
import { prepare } from "./prepare.mjs";

prepare(options.scenario);
const { run } = await import(`./${options.scenario}/run.mjs`);
await run(options);
