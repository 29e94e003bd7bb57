// Takes the pictures of the report in docs/pictures, with Debian's Chromium. Not a test: a person
// looks at what it makes. Names of a page and a folder take pictures of that page into that folder.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const ROOT = fileURLToPath(new URL("../", import.meta.url));
const LABORATORY = join(ROOT, "samples/laboratory");

/** @type {ReadonlyArray<{name: string, width: number, colorScheme: "light" | "dark", fullPage: boolean}>} */
const VIEWS = [
  { name: "report", width: 1200, colorScheme: "light", fullPage: false },
  { name: "report-wide-light", width: 1200, colorScheme: "light", fullPage: true },
  { name: "report-wide-dark", width: 1200, colorScheme: "dark", fullPage: true },
  { name: "report-narrow-light", width: 390, colorScheme: "light", fullPage: true },
  { name: "report-narrow-dark", width: 390, colorScheme: "dark", fullPage: true },
];

const [page, folder] = process.argv.slice(2);
const temporary = mkdtempSync(join(tmpdir(), "rstdiag-report-"));
try {
  const path = page ? resolve(page) : makeReport(join(temporary, "report.html"));
  // Of the laboratory's report, only the first screen is in the README.
  const views = page ? VIEWS : VIEWS.filter(({ fullPage }) => !fullPage);
  await takePictures(path, folder ?? join(ROOT, "docs/pictures"), views);
} finally {
  rmSync(temporary, { recursive: true });
}

/**
 * @param {string} path
 * @returns {string} the path, of the page that is now there
 */
function makeReport(path) {
  const captures = readdirSync(LABORATORY)
    .filter((name) => name.endsWith(".pcap"))
    .map((name) => join("samples/laboratory", name));
  const args = [join(ROOT, "build/cli.js"), "report", ...captures, "--html", path];
  const { status } = spawnSync(process.execPath, args, { cwd: ROOT, stdio: "inherit" });
  if (status !== 0) throw new Error("rstdiag report failed");
  return path;
}

/**
 * @param {string} path
 * @param {string} target
 * @param {typeof VIEWS} views
 */
async function takePictures(path, target, views) {
  mkdirSync(target, { recursive: true });
  // Chromium's sandbox does not work for root.
  const browser = await chromium.launch({
    executablePath: "/usr/bin/chromium",
    args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
  });
  for (const { name, width, colorScheme, fullPage } of views) {
    const tab = await browser.newPage({ viewport: { width, height: 860 }, colorScheme });
    await tab.goto(pathToFileURL(path).href);
    await tab.screenshot({ path: join(target, `${name}.png`), fullPage });
    await tab.close();
  }
  await browser.close();
}
