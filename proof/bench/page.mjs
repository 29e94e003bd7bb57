// Prints what the page for browsers weighs, and how long it takes to explain a capture in Debian's
// Chromium, as a ratio to `rstdiag explain`. Makes the captures itself, of the sizes in megabytes that
// are its arguments; nothing passes or fails. npm: `bench:page`.
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { chromium } from "playwright-core";
import { makePrivateFolder } from "../../generator/verify/private-folder.js";
import { ORDINARY, writeLargeCapture } from "./captures.mjs";
import { commandOf, compare, describeMachine } from "./measure.mjs";

const ROUNDS = 5;
const MEGABYTE = 1_000_000;
const CLI = fileURLToPath(new URL("../../build/cli.js", import.meta.url));
const PAGE = new URL("../../build/rstdiag.html", import.meta.url);
const sizes = process.argv.slice(2).map(Number);
const folder = makePrivateFolder("page");
const capture = join(folder, "capture.pcap");

/** @param {import("playwright-core").Browser} browser @returns {Promise<number>} seconds */
async function explainIn(browser) {
  const page = await browser.newPage();
  await page.goto(pathToFileURL(fileURLToPath(PAGE)).href);
  const began = performance.now();
  await page.setInputFiles("#file", capture);
  await page.locator("#state", { hasText: /^Done: / }).waitFor({ timeout: 600_000 });
  const seconds = (performance.now() - began) / 1000;
  await page.close();
  return seconds;
}

/** @param {readonly number[]} numbers */
function median(numbers) {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
}

const octets = readFileSync(PAGE);
console.log(describeMachine());
console.log(
  `rstdiag.html: ${octets.length} octets, ${gzipSync(octets, { level: 9 }).length} by gzip`,
);
const browser = await chromium.launch({
  executablePath: "/usr/bin/chromium",
  // Chromium's sandbox does not work for root.
  args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
});
try {
  console.log(`Chromium ${browser.version()}, medians of ${ROUNDS}`);
  for (const size of sizes.length > 0 ? sizes : [100]) {
    const shape = { ...ORDINARY, octets: size * MEGABYTE };
    const { frames, octets: written } = writeLargeCapture(capture, shape);
    /** @type {number[]} */
    const inPage = [];
    /** @type {number[]} */
    const byCommand = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      inPage.push(await explainIn(browser));
      const [cost] = compare([commandOf([process.execPath, CLI, "explain", "--json", capture])], 1);
      byCommand.push(cost?.wall ?? Number.NaN);
    }
    const [page, command] = [median(inPage), median(byCommand)];
    console.log(
      `${(written / MEGABYTE).toFixed(0)} MB, ${frames} frames: the page ${page.toFixed(2)} s, explain ${command.toFixed(2)} s, ratio ${(page / command).toFixed(1)}`,
    );
  }
} finally {
  await browser.close();
  rmSync(folder, { recursive: true });
}
