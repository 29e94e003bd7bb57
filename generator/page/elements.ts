import { showUnprintable } from "../model/text.js";

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
export function makeTable(
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
