import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchChromium } from "./support/chromium.js";
import { makeFolder, ROOT, runCli } from "./support/cli.js";
import { Conversation, captureOf } from "./support/conversation.js";
import { explainEach } from "./support/explained-files.js";
import { lacks, without } from "./support/tools.js";

const PAGE = pathToFileURL(join(ROOT, "build/rstdiag.html")).href;
const LABORATORY = "samples/laboratory";
/** Outside a browser, the same reader reads all of them: see browser-core.test.ts. */
const SAMPLES = [
  ...readdirSync(join(ROOT, "samples")).map((name) => `samples/${name}`),
  ...readdirSync(join(ROOT, LABORATORY))
    .filter((_, at) => at % 12 === 0)
    .map((name) => `${LABORATORY}/${name}`),
].filter((name) => /\.pcap(?:ng)?$/.test(name));
const HALF_OPEN = join(ROOT, LABORATORY, "half-open.client.pcap");
/** Two words make it a sentence. */
const HOSTILE_TEXTS = [
  "stop here <img src=x onerror=alert(1)>",
  "stop here </script><script>alert(2)</script>",
  "stop here <!-- </title></style></pre></details><svg/onload=alert(3)>",
];
const HOSTILE_NAME = "\u202e<img src=x onerror=alert(4)>.pcap";
const encoder = new TextEncoder();

/** The findings that the command prints of a file, without its name. */
function printedOf(file: string): readonly object[] {
  const { stdout } = runCli(["explain", "--json", file]);
  return linesOf(stdout).map(({ file: _file, ...finding }) => finding);
}

function linesOf(text: string): readonly Record<string, unknown>[] {
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));
}

/** What the command says of a file that it cannot read to its end. */
function problemOf(file: string): string {
  const { stderr } = runCli(["explain", file]);
  const name = `${file}: `;
  const line = stderr.split("\n").find((one) => one.startsWith(name) && !/ frames?, /.test(one));
  return line?.slice(name.length) ?? "";
}

/** Waits for the end of what is being read, and gives what the page says of it. */
async function endOf(page: Page): Promise<string> {
  const state = page.locator("#state", { hasText: /^(?:Done|Ended early|Stopped)/ });
  await state.waitFor({ timeout: 120_000 });
  return (await state.textContent()) ?? "";
}

async function open(browser: Browser): Promise<Page> {
  const page = await browser.newPage();
  await page.goto(PAGE);
  return page;
}

async function give(page: Page, file: string): Promise<string> {
  await page.locator("#state").evaluate((state) => {
    state.textContent = "";
  });
  await page.setInputFiles("#file", file);
  return endOf(page);
}

/** The text of the download. */
async function downloadOf(page: Page): Promise<string> {
  const link = page.getByRole("link", { name: "Download all findings as JSON Lines" });
  if ((await link.count()) === 0) return "";
  const [download] = await Promise.all([page.waitForEvent("download"), link.click()]);
  const text = readFileSync(await download.path(), "utf8");
  await download.delete();
  return text;
}

describe.skipIf(lacks("chromium"))(`the page in Chromium${without("chromium")}`, () => {
  let browser: Browser;

  beforeAll(async () => {
    browser = await launchChromium();
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
  });

  it("finds in a capture what the command prints, octet by octet", async () => {
    const page = await open(browser);
    const printed = explainEach(SAMPLES);
    expect(printed.size).toBeGreaterThan(30);
    for (const file of SAMPLES) {
      await give(page, join(ROOT, file));
      expect(await downloadOf(page), file).toBe(printed.get(file) ?? "");
    }
  });

  it("shows the summary, the sentences, the segments and the filters of a finding", async () => {
    const page = await open(browser);
    expect(await give(page, HALF_OPEN)).toBe("Done: 9 frames, 9 TCP segments, 1 reset");
    const table = runCli(["explain", HALF_OPEN]).stdout;
    const story = runCli(["explain", "--stream", "0", HALF_OPEN]).stdout;
    const [headline = ""] = table.split("\n");
    expect(await page.locator("#result .lead").textContent()).toBe(headline);
    const cells = await page.locator("#result tbody td").allTextContents();
    expect(table.replace(/ {2,}/g, "|").replaceAll("\n", "|")).toContain(cells.join("|"));
    const finding = page.locator("details.finding");
    const shown = (await finding.textContent()) ?? "";
    const told = story.split("\n").filter((line) => !/^(?:Stream |Wireshark: |$)/.test(line));
    expect(told.length).toBeGreaterThan(12);
    for (const line of told) expect(shown).toContain(line.trim());
    expect(await finding.locator("code").allTextContents()).toEqual([
      "frame.number in {7, 8, 9}",
      "tcp.stream == 0",
    ]);
  });

  it("copies a filter", async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(PAGE);
    await give(page, HALF_OPEN);
    await page.getByRole("button", { name: "Copy the filter tcp.stream == 0" }).click();
    await page.getByText("copied", { exact: true }).waitFor();
    await page.evaluate(`document.body.append(document.createElement("textarea"))`);
    await page.locator("body > textarea").focus();
    await page.keyboard.press("Control+V");
    expect(await page.locator("body > textarea").inputValue()).toBe("tcp.stream == 0");
    await context.close();
  });

  it("takes a capture that is dropped, and one that is compressed", async () => {
    const page = await open(browser);
    const packed = gzipSync(readFileSync(HALF_OPEN)).toString("base64");
    await page.evaluate(`{
      const octets = Uint8Array.from(atob("${packed}"), (one) => one.charCodeAt(0));
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([octets], "half-open.pcap.gz"));
      document.body.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
    }`);
    await endOf(page);
    expect(await page.locator("h2").first().textContent()).toBe("half-open.pcap.gz");
    expect(linesOf(await downloadOf(page))).toEqual(printedOf(HALF_OPEN));
    expect(page.url()).toBe(PAGE);
  });

  it.skipIf(lacks("tcpdump"))(`reads what tcpdump printed${without("tcpdump")}`, async () => {
    const { stdout } = spawnSync("tcpdump", ["-nvr", HALF_OPEN], { encoding: "utf8" });
    const file = join(makeFolder(), "printed.txt");
    writeFileSync(file, stdout);
    const page = await open(browser);
    await give(page, file);
    const printed = printedOf(file);
    expect(printed).toMatchObject([{ cause: "half-open" }]);
    expect(linesOf(await downloadOf(page))).toEqual(printed);
  });

  it("says what is wrong with a file, and shows what was before that place", async () => {
    const folder = makeFolder();
    const page = await open(browser);
    const whole = readFileSync(HALF_OPEN);
    const cases: readonly (readonly [name: string, octets: Uint8Array, findings: number])[] = [
      ["cut.pcap", Buffer.concat([whole, whole.subarray(24, 50)]), 1],
      ["empty.pcap", new Uint8Array(), 0],
      ["picture.png", readFileSync(join(ROOT, "docs/pictures/report.png")), 0],
      ["letter.txt", encoder.encode("Dear all,\nit was reset again.\n"), 0],
      ["archive.zip", encoder.encode("PK\u0003\u0004 and so on, whatever else there may be"), 0],
    ];
    for (const [name, octets, findings] of cases) {
      const file = join(folder, name);
      writeFileSync(file, octets);
      expect(await give(page, file)).toMatch(/^Ended early: /);
      const expected = problemOf(file);
      expect(expected, name).not.toBe("");
      expect(await page.getByRole("alert").textContent()).toBe(`Problem: ${expected}`);
      expect(await page.locator("details.finding").count()).toBe(findings);
    }
    const broken = join(folder, "broken.pcap.gz");
    writeFileSync(broken, gzipSync(readFileSync(HALF_OPEN)).subarray(0, -40));
    await give(page, broken);
    expect(await page.getByRole("alert").textContent()).toContain("the file is damaged");
    // The page goes on with the next one.
    await give(page, HALF_OPEN);
    expect(await page.getByRole("alert").count()).toBe(0);
  });

  it("takes no text of packets or names for markup, and loads nothing", async () => {
    const file = join(makeFolder(), HOSTILE_NAME);
    const conversations = HOSTILE_TEXTS.map((text, at) =>
      new Conversation({ clientPort: 40_000 + at, start: at * 10 })
        .handshake()
        .exchange("client")
        .abort("server", { payload: encoder.encode(text) }),
    );
    writeFileSync(file, captureOf(...conversations));
    const page = await browser.newPage();
    const deeds: string[] = [];
    page.on("dialog", (dialog) => {
      deeds.push(dialog.message());
      void dialog.dismiss();
    });
    page.on("request", (request) => deeds.push(request.url().replace(/^blob:.*/, "blob:")));
    await page.goto(PAGE);
    await give(page, file);
    await page.locator("details").evaluateAll((all) => {
      for (const one of all) one.setAttribute("open", "");
    });
    await page.waitForTimeout(300);
    expect(deeds).toEqual([PAGE, "blob:"]);
    expect(await page.locator("#result").locator("img, script, svg, title, style").count()).toBe(0);
    const text = (await page.locator("#result").textContent()) ?? "";
    for (const one of HOSTILE_TEXTS) expect(text).toContain(`"${one}"`);
    expect(text).toContain("<U+202E><img src=x onerror=alert(4)>.pcap");
    expect(text).not.toContain("\u202e");
  });

  it("runs and loads nothing even where markup slipped through", async () => {
    const file = join(makeFolder(), "guarded.html");
    const evil = `<script>alert(1)</script><img src="http://127.0.0.1:1/a.png" onerror="alert(2)"></body>`;
    const text = readFileSync(join(ROOT, "build/rstdiag.html"), "utf8");
    writeFileSync(file, text.replace("</body>", evil));
    const page = await browser.newPage();
    const refused: string[] = [];
    const dialogs: string[] = [];
    page.on("console", (message) => refused.push(message.text()));
    page.on("dialog", (dialog) => {
      dialogs.push(dialog.message());
      void dialog.dismiss();
    });
    await page.goto(pathToFileURL(file).href);
    await page.waitForTimeout(300);
    expect(dialogs).toEqual([]);
    expect(refused.filter((line) => line.includes("Content Security Policy")).length).toBe(3);
  });

  it("stays usable while a large capture is read, tells how far it is, and stops", async () => {
    const page = await open(browser);
    const body = Array.from({ length: 200 }, (_, at) =>
      captureOf(
        new Conversation({ clientPort: 40_000 + at, start: at }).handshake().abort("server"),
      ),
    ).map((octets, at) => (at === 0 ? octets : octets.subarray(24)));
    const part = Buffer.concat(body).subarray(24).toString("base64");
    const head = Buffer.concat(body).subarray(0, 24).toString("base64");
    // A file of gigabytes that is nowhere but in the memory of the browser, and there once.
    await page.evaluate(`{
      const octetsOf = (text) => Uint8Array.from(atob(text), (one) => one.charCodeAt(0));
      const part = new Blob([octetsOf("${part}")]);
      const more = new Blob(Array(200).fill(part));
      const most = new Blob(Array(200).fill(more));
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([octetsOf("${head}"), most], "large.pcap"));
      document.body.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true }));
    }`);
    await page.locator("#progress", { hasText: /^[1-9]\d* %: / }).waitFor({ timeout: 60_000 });
    const before = Date.now();
    expect(await page.evaluate("1 + 1")).toBe(2);
    expect(Date.now() - before).toBeLessThan(1000);
    await page.getByRole("button", { name: "Stop" }).click();
    expect(await endOf(page)).toMatch(/^Done: [\d,]+ frames/);
    expect(await page.locator("#result").textContent()).toContain(
      "Stopped: this is what was read until then.",
    );
    expect(await page.locator("details.finding").count()).toBeGreaterThan(0);
    expect(await page.getByRole("alert").count()).toBe(0);
  });

  it("can be used by keyboard alone, and complains of nothing", async () => {
    const page = await browser.newPage();
    const complaints: string[] = [];
    page.on("console", (message) => complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(error.message));
    // Chromium needs some time to begin telling of choosers: one that opens before is not told.
    const chooser = page.waitForEvent("filechooser");
    await page.goto(PAGE);
    await page.keyboard.press("Tab");
    await page.keyboard.press("Space");
    await (await chooser).setFiles(HALF_OPEN);
    await endOf(page);
    const names: string[] = [];
    for (let at = 0; at < 7; at += 1) {
      await page.keyboard.press("Tab");
      names.push(
        await page.evaluate(
          `document.activeElement.getAttribute("aria-label") ?? document.activeElement.textContent`,
        ),
      );
    }
    expect(names.slice(0, 2)).toEqual([
      "Resets by cause and server",
      "Download all findings as JSON Lines",
    ]);
    expect(names[2]).toContain("half-open (high), frame 9");
    expect(names.slice(3, 5)).toEqual([
      "Copy the filter frame.number in {7, 8, 9}",
      "Copy the filter tcp.stream == 0",
    ]);
    expect(names[5]).toBe("The last segments; * marks the evidence");
    expect(complaints).toEqual([]);
  });

  it.each([
    { width: 320, colorScheme: "light" },
    { width: 320, colorScheme: "dark" },
    { width: 1280, colorScheme: "dark" },
  ] as const)("fits $width pixels, and can be read where it is $colorScheme", async (view) => {
    const { width, colorScheme } = view;
    const page = await browser.newPage({ viewport: { width, height: 800 }, colorScheme });
    await page.goto(PAGE);
    await give(page, join(ROOT, "samples/specification-examples.pcapng"));
    const sizes = await page.evaluate("[document.documentElement.scrollWidth, innerWidth]");
    expect(sizes).toEqual([width, width]);
    const colours = await page.evaluate<readonly string[]>(
      `["backgroundColor", "color"].map((name) => getComputedStyle(document.body)[name])`,
    );
    const [back = 0, text = 0] = colours.map(brightnessOf);
    expect(Math.abs(back - text)).toBeGreaterThan(180);
    expect(back > text).toBe(colorScheme === "light");
    expect(await page.locator("h2").first().textContent()).toBe(
      basename("samples/specification-examples.pcapng"),
    );
  });
});

/** From 0 to 255, of `rgb(1, 2, 3)`. */
function brightnessOf(colour: string): number {
  const parts = [...colour.matchAll(/\d+/g)].slice(0, 3).map(([part]) => Number(part));
  return parts.reduce((sum, part) => sum + part, 0) / 3;
}
