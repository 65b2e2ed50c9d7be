/** Composes the subgraph, alone and with others, by every composer in use; any error or hint fails. */
import { COMPOSERS } from "./compose.mjs";
import { DEVICES, MAINTENANCE, VISITS } from "./subgraphs.mjs";

for (const [composer, compose] of Object.entries(COMPOSERS)) {
  for (const subgraphs of [[DEVICES], [DEVICES, MAINTENANCE], [DEVICES, MAINTENANCE, VISITS]]) {
    const { problems } = compose(subgraphs);
    const what = subgraphs.map(({ name }) => name).join(" + ");
    console.log(`${composer}: ${what}: ${problems.length === 0 ? "ok" : "NOT ok"}`);
    for (const problem of problems) console.error(`- ${problem}`);
    if (problems.length > 0) process.exitCode = 1;
  }
}
