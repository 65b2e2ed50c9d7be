/** Loaded before the program: on SIGWINCH its clock goes ahead for a while, and then is right again. */
const now = Date.now.bind(Date);
const { CLOCK_AHEAD_MS = "0", CLOCK_LASTS_MS = "0" } = process.env;
let until = 0;

process.on("SIGWINCH", () => {
  until = now() + Number(CLOCK_LASTS_MS);
});

Date.now = () => now() + (now() < until ? Number(CLOCK_AHEAD_MS) : 0);
