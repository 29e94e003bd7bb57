import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { quoteText } from "../generator/model/text.js";
import { launchChromium } from "./support/chromium.js";
import { makeFolder, ROOT, runCli } from "./support/cli.js";
import { Conversation, captureOf } from "./support/conversation.js";
import { lacks, without } from "./support/tools.js";

/** Each one runs a script of its own where it becomes markup; two words make it a sentence. */
const HOSTILE_TEXTS = [
  "stop here </script><script>alert(1)</script>",
  'stop here "><img src=x onerror=alert(2)>',
  "stop here '><svg/onload=alert(3)>",
  "BIG-IP: [0x1:2] stop here <iframe src=javascript:alert(4)>",
  "stop here </title></style></desc></svg><body onload=alert(5)>",
  "stop here <!-- --!> <a href=javascript:alert(6)>go there</a>",
  '<link rel=stylesheet href="http://192.0.2.1/evil style">',
  "stop here &lt;script&gt;alert(7)&lt;/script&gt;",
];
const HOSTILE_NAME = "\u202e<img src=x onerror=alert(8)>.pcap";
const HOSTILE_SENDER = "\u202e</h3></title></svg><img src=x onerror=alert(10)>";
const HOSTILE_VENDOR = `Value,Description,Reference\n1,"<script>alert(9)</script> ""><b>",none\n`;

const encoder = new TextEncoder();

function resetWith(payload: Uint8Array, at: number): Conversation {
  return new Conversation({ clientPort: 40_000 + at, start: at * 10 })
    .handshake()
    .exchange("client")
    .abort("server", { payload });
}

const HOSTILE = captureOf(
  ...[
    ...HOSTILE_TEXTS.map((text) => encoder.encode(text)),
    Uint8Array.of(0x33, 0xaa, 0, 1, 0, 0, 0x12, 0x67),
  ].map(resetWith),
  new Conversation({ clientPort: 41_000 }).syn().refuseSyn(),
);

function makePage(): string {
  const folder = makeFolder();
  writeFileSync(join(folder, HOSTILE_NAME), HOSTILE);
  writeFileSync(join(folder, "4711.csv"), HOSTILE_VENDOR);
  const captures = ["server", "client"].map((end) =>
    join(ROOT, `samples/laboratory/compare-cut.${end}.pcap`),
  );
  const compared = runCli(["compare", "--json", ...captures]).stdout;
  const named = compared.replace(
    `"sender":{"file":${JSON.stringify(captures[0])}`,
    `"sender":{"file":${JSON.stringify(HOSTILE_SENDER)}`,
  );
  writeFileSync(join(folder, "compared.jsonl"), named);
  const args = [
    "report",
    HOSTILE_NAME,
    "compared.jsonl",
    "--vendor",
    "4711.csv",
    "--html",
    "page.html",
  ];
  const { status, stderr } = runCli(args, { cwd: folder });
  if (status !== 0) throw new Error(stderr);
  return join(folder, "page.html");
}

/** What a page tried to do to its reader. */
interface Deeds {
  readonly dialogs: string[];
  readonly requests: string[];
  /** Elements that only a hostile text could have made. */
  readonly foreign: number;
}

async function deedsOf(page: Page, path: string): Promise<Deeds> {
  const dialogs: string[] = [];
  const requests: string[] = [];
  page.on("dialog", (dialog) => {
    dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  page.on("request", (request) => requests.push(request.url()));
  await page.goto(pathToFileURL(path).href);
  await page.locator("summary").evaluateAll((all) => {
    for (const one of all) one.parentElement?.setAttribute("open", "");
  });
  await page.waitForTimeout(300);
  const foreign = await page
    .locator("img, iframe, link, b, [onload], [onerror], script + script")
    .count();
  return { dialogs, requests, foreign };
}

describe.skipIf(lacks("chromium"))(`the report in Chromium${without("chromium")}`, () => {
  let browser: Browser;

  beforeAll(async () => {
    browser = await launchChromium();
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
  });

  it("takes no text of packets, names or registries for markup", async () => {
    const path = makePage();
    const page = await browser.newPage();
    const deeds = await deedsOf(page, path);
    expect(deeds).toEqual({ dialogs: [], requests: [pathToFileURL(path).href], foreign: 0 });
    const text = (await page.locator("body").textContent()) ?? "";
    for (const one of HOSTILE_TEXTS) {
      expect(text).toContain(quoteText(one.replace("BIG-IP: [0x1:2] ", "")));
    }
    for (const name of [HOSTILE_NAME, HOSTILE_SENDER]) {
      expect(text).toContain(name.replace("\u202e", "<U+202E>"));
    }
    expect(text).toContain(`<script>alert(9)</script> "><b>`);
    expect(text).not.toContain("\u202e");
  });

  it("runs and loads nothing even where markup slipped through, which else it would", async () => {
    const hits: string[] = [];
    const server = createServer((request, response) => {
      hits.push(request.url ?? "");
      response.end();
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    const page = readFileSync(makePage(), "utf8");
    const evil = `<script>alert(1)</script><img src="http://127.0.0.1:${port}/a.png" onerror="alert(2)"></body>`;
    const guarded = join(makeFolder(), "guarded.html");
    writeFileSync(guarded, page.replace("</body>", evil));
    const bare = join(makeFolder(), "bare.html");
    writeFileSync(bare, page.replace("</body>", evil).replace("Content-Security-Policy", "x"));
    const held = await deedsOf(await browser.newPage(), guarded);
    expect(held.dialogs).toEqual([]);
    expect(hits).toEqual([]);
    const free = await deedsOf(await browser.newPage(), bare);
    expect(free.dialogs).toContain("1");
    expect(hits).toEqual(["/a.png"]);
  });

  it("filters the connections, by text, cause and kind", async () => {
    const page = await browser.newPage();
    const complaints: string[] = [];
    page.on("console", (message) => complaints.push(message.text()));
    await page.goto(pathToFileURL(makePage()).href);
    const shown = page.locator("#findings tbody tr:visible");
    const total = HOSTILE_TEXTS.length + 2;
    expect(await shown.count()).toBe(total);
    await page.fill("#filter-text", "ALERT(2) onerror");
    expect(await shown.count()).toBe(1);
    expect(await page.locator("#filter-count").textContent()).toBe(`1 of ${total} shown`);
    await page.fill("#filter-text", "");
    await page.selectOption("#filter-cause", "closed-port");
    expect(await shown.count()).toBe(1);
    await page.selectOption("#filter-cause", "");
    await page.selectOption("#filter-kind", "stated");
    expect(await shown.count()).toBe(total - 1);
    expect(complaints).toEqual([]);
  });

  it("shows all connections without a script, and no filter that would not work", async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(pathToFileURL(makePage()).href);
    expect(await page.locator("#findings tbody tr:visible").count()).toBe(HOSTILE_TEXTS.length + 2);
    expect(await page.locator("#filter").isVisible()).toBe(false);
    await context.close();
  });

  it.each([
    { width: 320, colorScheme: "light" },
    { width: 320, colorScheme: "dark" },
    { width: 1280, colorScheme: "light" },
    { width: 1280, colorScheme: "dark" },
  ] as const)("fits $width pixels, and can be read where it is $colorScheme", async (view) => {
    const { width, colorScheme } = view;
    const page = await browser.newPage({ viewport: { width, height: 800 }, colorScheme });
    await page.goto(pathToFileURL(makePage()).href);
    const sizes = await page.evaluate("[document.documentElement.scrollWidth, innerWidth]");
    expect(sizes).toEqual([width, width]);
    const colours = await page.evaluate<readonly string[]>(
      `["backgroundColor", "color"].map((name) => getComputedStyle(document.body)[name])`,
    );
    const [back = 0, text = 0] = colours.map(brightnessOf);
    expect(Math.abs(back - text)).toBeGreaterThan(180);
    expect(back > text).toBe(colorScheme === "light");
  });

  it("says in words what each drawing shows", async () => {
    const page = await browser.newPage();
    await page.goto(pathToFileURL(makePage()).href);
    const drawings = await page
      .locator("svg")
      .evaluateAll((all) =>
        all.map((one) =>
          (one.getAttribute("aria-labelledby") ?? "")
            .split(" ")
            .map((id: string) => one.querySelector(`[id="${id}"]`)?.textContent?.length ?? 0),
        ),
      );
    expect(drawings.length).toBeGreaterThanOrEqual(6);
    for (const [title = 0, description = 0] of drawings) {
      expect(title).toBeGreaterThan(5);
      expect(description).toBeGreaterThan(10);
    }
  });
});

/** From 0 to 255, of `rgb(1, 2, 3)`. */
function brightnessOf(colour: string): number {
  const parts = [...colour.matchAll(/\d+/g)].slice(0, 3).map(([part]) => Number(part));
  return parts.reduce((sum, part) => sum + part, 0) / 3;
}
