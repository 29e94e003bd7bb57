import { sentencesOf } from "../explain/core/story.js";
import {
  countOf,
  describeCause,
  frameFilter,
  groupDigits,
  showEndpoint,
} from "../explain/core/words.js";
import { showUnprintable } from "../model/text.js";
import { KIND_WORDS, KINDS, kindOf, sumOf } from "../report/chart.js";
import type { ListedFinding, Result } from "./messages.js";

/** All that is shown of a capture, in the order of the page. */
export function drawResult(name: string, result: Result): readonly HTMLElement[] {
  const { problem, isStopped, kinds, summary } = result;
  const notes = [
    ...(problem === undefined
      ? []
      : [make("p", { class: "but", role: "alert" }, `Problem: ${problem}`)]),
    ...(isStopped
      ? [make("p", { class: "but" }, "Stopped: this is what was read until then.")]
      : []),
  ];
  const head = [make("h2", {}, name), ...notes];
  if (summary === undefined) {
    const none = "No connection was reset, as far as it was read.";
    return [...head, make("p", { class: "lead" }, none)];
  }
  return [
    ...head,
    make("p", { class: "lead" }, summary.headline),
    make(
      "dl",
      { class: "facts" },
      ...KINDS.map((kind) =>
        make(
          "div",
          { class: `fact fact-${kind}` },
          make("dt", {}, KIND_WORDS[kind]),
          make("dd", {}, groupDigits(kinds[kind])),
        ),
      ),
    ),
    makeTable(
      "Resets by cause and server",
      summary.head,
      summary.rows.map(({ cells }) => cells),
    ),
    ...summary.events.map((sentence) => make("p", {}, sentence)),
    ...(summary.hidden > 0 ? [make("p", {}, `and ${countOf(summary.hidden, "more group")}`)] : []),
    drawDownload(name, result.jsonLines),
    ...drawConnections(result),
  ];
}

/** A file system has names of 255 octets at most. */
const NAME_CHARACTERS = 80;
let latest = "";

function drawDownload(name: string, lines: Blob): HTMLElement {
  // What was there before would stay in memory.
  URL.revokeObjectURL(latest);
  latest = URL.createObjectURL(lines);
  const download = `${name.slice(0, NAME_CHARACTERS)}.jsonl`;
  const link = { href: latest, download, class: "button" };
  return make("p", {}, make("a", link, "Download all findings as JSON Lines"));
}

function drawConnections({ kinds, listed }: Result): readonly HTMLElement[] {
  const total = sumOf(kinds);
  const count =
    listed.length === total
      ? countOf(total, "connection")
      : `${groupDigits(listed.length)} of ${countOf(total, "connection")}, some of each cause; the JSON Lines have all`;
  return [
    make("h2", {}, "The connections"),
    make("p", {}, `${count}. What is not benign comes first; open one to see its evidence.`),
    ...listed.map(drawFinding),
  ];
}

function drawFinding({ finding, segments }: ListedFinding, at: number): HTMLElement {
  const { certainty, client, evidence, frame, server, stream } = finding;
  const title = make(
    "summary",
    {},
    make("span", { class: `swatch kind-${kindOf(finding)}` }),
    make("strong", {}, describeCause(finding)),
    ` (${certainty}), frame ${frame}: ${showEndpoint(client)} to ${showEndpoint(server)}`,
  );
  const sentences = sentencesOf(finding).map((sentence) => {
    return make("p", classOf(sentence), sentence);
  });
  const details = make(
    "details",
    { class: "finding" },
    title,
    ...sentences,
    drawFilter("Its evidence in Wireshark", frameFilter(evidence)),
    drawFilter("The whole connection", `tcp.stream == ${stream}`),
    ...drawSegments(segments),
  );
  details.open = at === 0;
  return details;
}

function classOf(sentence: string): Readonly<Record<string, string>> {
  if (sentence.startsWith("Next step: ")) return { class: "next" };
  return /^(?:But|Ignored:) /.test(sentence) ? { class: "but" } : {};
}

function drawFilter(what: string, filter: string): HTMLElement {
  const button = makeCopyButton(filter, `Copy the filter ${filter}`);
  return make("p", {}, `${what}: `, make("code", {}, filter), " ", button);
}

function drawSegments(segments: readonly string[]): readonly HTMLElement[] {
  if (segments.length === 0) return [];
  const name = "The last segments; * marks the evidence";
  const lines = make("pre", { tabindex: "0", role: "group", "aria-label": name });
  lines.textContent = segments.map(showUnprintable).join("\n");
  return [make("p", { class: "note" }, `${name}:`), lines];
}

const SHOWN_MILLISECONDS = 2000;

/** A button that copies a text, and says so. */
function makeCopyButton(text: string, name: string): HTMLElement {
  const button = make("button", { type: "button", class: "copy", "aria-label": name }, "Copy");
  const said = make("span", { class: "note", role: "status" });
  button.addEventListener("click", () => {
    void copy(text, button).then((isCopied) => {
      said.textContent = isCopied ? "copied" : "cannot be copied here";
      setTimeout(() => {
        said.textContent = "";
      }, SHOWN_MILLISECONDS);
    });
  });
  return make("span", {}, button, " ", said);
}

/** Where a page has no right to the clipboard, a text that is selected can still be copied. */
async function copy(text: string, near: Element): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const field = make("textarea", { readonly: "", "aria-hidden": "true" });
    field.value = text;
    near.after(field);
    field.select();
    const isCopied = document.execCommand("copy");
    field.remove();
    return isCopied;
  }
}

type Attributes = Readonly<Record<string, string>>;

/**
 * Makes an element. Texts become text nodes, and never markup; what would reorder or hide the text
 * around it is shown by its name, as everywhere in rstdiag.
 */
export function make<K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: Attributes = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    element.setAttribute(key, showUnprintable(value));
  }
  element.append(
    ...children.map((child) => (typeof child === "string" ? showUnprintable(child) : child)),
  );
  return element;
}

/** An element of the page as it is written; throws where there is none. */
export function find<T extends Element>(selector: string, type: new () => T): T {
  const element = document.querySelector(selector);
  if (element instanceof type) return element;
  throw new Error(`no ${selector}`);
}

/** A table that scrolls by itself where the page is too narrow; the first cell names its row. */
function makeTable(
  caption: string,
  head: readonly string[],
  rows: readonly (readonly string[])[],
): HTMLElement {
  const isNumber = head.map((_, at) => rows.every((row) => /^\s*\d+$/.test(row[at] ?? "")));
  const classOf = (at: number): Attributes => (isNumber[at] ? { class: "number" } : {});
  const body = rows.map((row) =>
    make("tr", {}, ...row.map((cell, at) => make("td", classOf(at), cell.trim()))),
  );
  const titles = head.map((title, at) => make("th", { scope: "col", ...classOf(at) }, title));
  return make(
    "div",
    { class: "scroll", tabindex: "0", role: "group", "aria-label": caption },
    make(
      "table",
      {},
      make("caption", {}, caption),
      make("thead", {}, make("tr", {}, ...titles)),
      make("tbody", {}, ...body),
    ),
  );
}
