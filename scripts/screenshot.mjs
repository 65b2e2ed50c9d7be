/**
 * Takes `docs/images/playground.png`, the picture of the README: the playground after it has created a device in the
 * sandbox. CHROMIUM names the browser; `/usr/bin/chromium` unless set.
 */
import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { createInterface } from "node:readline";

import { chromium } from "playwright-core";

const PICTURE = "docs/images/playground.png";

/** The README is read on slow lines, too. */
const MAX_BYTES = 200_000;

execFileSync(process.execPath, ["scripts/build.mjs"], { stdio: "inherit" });

const { PATH, HOME } = process.env;
const program = spawn(process.execPath, ["dist/main.js"], {
  // None of the variables that would name a real EnOS.
  env: { PATH, HOME, PORT: "0", ADMIN_PORT: "0" },
  stdio: ["ignore", "pipe", "inherit"],
});
try {
  await takePicture(await readPlaygroundUrl());
} finally {
  program.kill();
}
const { size } = statSync(PICTURE);
console.log(`${PICTURE}: ${size} bytes`);
if (size > MAX_BYTES) {
  console.error(`It has more than ${MAX_BYTES} bytes.`);
  process.exitCode = 1;
}

/** Returns the address that the program prints when it is ready. */
async function readPlaygroundUrl() {
  for await (const line of createInterface(program.stdout)) {
    const [, url] = /^Playground +(http\S+)/.exec(line) ?? [];
    if (url) return url;
  }
  throw new Error("the program ended without saying where the playground is");
}

async function takePicture(url) {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"],
  });
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 720 }, colorScheme: "light" });
    await page.goto(url);
    await page.getByRole("button", { name: /Execute query/ }).click();
    await page.locator(".result-window").getByText('"CreateDeviceSuccess"').waitFor();
    // Neither a tooltip nor the outline of the button that was clicked.
    await page.mouse.move(0, 0);
    await page.evaluate("document.activeElement.blur()");
    await page.waitForTimeout(1_000);
    mkdirSync(dirname(PICTURE), { recursive: true });
    await page.screenshot({ path: PICTURE });
  } finally {
    await browser.close();
  }
}
