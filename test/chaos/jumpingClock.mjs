/** Loaded before the program: its clock is ahead at first, and is put back while it runs. */
const now = Date.now.bind(Date);
const started = now();
const { CLOCK_AHEAD_MS = "0", CLOCK_LASTS_MS = "0" } = process.env;

Date.now = () => now() + (now() - started < Number(CLOCK_LASTS_MS) ? Number(CLOCK_AHEAD_MS) : 0);
