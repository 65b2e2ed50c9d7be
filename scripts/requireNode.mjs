/**
 * Ends a program under a Node that is older than package.json's `engines`, and says which is needed. What is started imports
 * it first: anything else would fail on a name or a syntax that this Node does not have. So it is written for old ones.
 */
const NEEDED = [22, 19];

const [major, minor] = process.versions.node.split(".").map(Number);

if (major < NEEDED[0] || (major === NEEDED[0] && minor < NEEDED[1])) {
  console.error(
    `Node ${NEEDED.join(".")} or newer is needed, and this is Node ${process.versions.node}: install Node 24, or use the ` +
      "npm scripts, such as npm start, which take Node 24 from the project's own packages after npm ci on Linux and Windows.",
  );
  process.exit(1);
}
