// Takes the picture of the page for browsers in docs/pictures, with Debian's Chromium. Not a test: a
// person looks at what it makes. npm: `pictures:page`.
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const CAPTURE = join(ROOT, "samples/laboratory/mixed-traffic.client.pcap");

// Chromium's sandbox does not work for root.
const browser = await chromium.launch({
  executablePath: "/usr/bin/chromium",
  args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
});
try {
  const page = await browser.newPage({ viewport: { width: 1000, height: 1080 } });
  await page.goto(pathToFileURL(join(ROOT, "build/rstdiag.html")).href);
  await page.setInputFiles("#file", CAPTURE);
  await page.locator("#state", { hasText: /^Done: / }).waitFor();
  await page.screenshot({ path: join(ROOT, "docs/pictures/page.png") });
} finally {
  await browser.close();
}
