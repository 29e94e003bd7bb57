// Takes the pictures of the report in docs/pictures, with Debian's Chromium. Not a test: a person
// looks at what it makes. Names of a page and a folder take pictures of that page into that folder.
import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import { makePrivateFolder } from "../../generator/verify/private-folder.js";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
/** The first screen is in docs/; the others are for whoever changes the page. */
const VIEWS = /** @type {const} */ ([
  ["report", 1200, "light"],
  ["report-wide-light", 1200, "light"],
  ["report-wide-dark", 1200, "dark"],
  ["report-narrow-light", 390, "light"],
  ["report-narrow-dark", 390, "dark"],
]);
const [page, folder = join(ROOT, "docs/pictures")] = process.argv.slice(2);
const temporary = makePrivateFolder("report");
// Chromium's sandbox does not work for root.
const browser = await chromium.launch({
  executablePath: "/usr/bin/chromium",
  args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
});
try {
  mkdirSync(folder, { recursive: true });
  const url = pathToFileURL(page ? resolve(page) : makeReport(join(temporary, "report.html"))).href;
  for (const [name, width, colorScheme] of page ? VIEWS : VIEWS.slice(0, 1)) {
    const tab = await browser.newPage({ viewport: { width, height: 860 }, colorScheme });
    await tab.goto(url);
    await tab.screenshot({ path: join(folder, `${name}.png`), fullPage: name !== "report" });
  }
} finally {
  await browser.close();
  rmSync(temporary, { recursive: true });
}

/** @param {string} path @returns {string} the path, of the laboratory's report that is now there */
function makeReport(path) {
  const laboratory = "samples/laboratory";
  const captures = readdirSync(join(ROOT, laboratory)).filter((name) => name.endsWith(".pcap"));
  const names = captures.map((name) => join(laboratory, name));
  const args = [join(ROOT, "build/cli.js"), "report", ...names, "--html", path];
  const { status } = spawnSync(process.execPath, args, { cwd: ROOT, stdio: "inherit" });
  if (status !== 0) throw new Error("rstdiag report failed");
  return path;
}
