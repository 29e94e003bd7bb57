// The page that explains a capture in a browser, as one file that loads nothing.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

const TEMPLATES = new URL("../templates/", import.meta.url);

function read(name) {
  return readFileSync(new URL(name, TEMPLATES), "utf8");
}

/** A source of a Content Security Policy: `'sha256-...'`. */
function digestOf(text) {
  return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}

/** A script as an element can hold it: in a text or a pattern, an escape is the same character. */
function inElement(script) {
  return script.trim().replace(/<(?=\/script|script|!--)/gi, "\\x3c");
}

/**
 * The page, with the script that draws and the one that reads, in a thread of its own. As the report,
 * it allows its own style and script by their digest, and the thread made of its own text; nothing
 * can be loaded or sent.
 */
export function makePage({ page, worker }) {
  const style = `${read("report/report.css")}${read("page/page.css")}`;
  const script = inElement(page);
  const policy = [
    "default-src 'none'",
    `style-src ${digestOf(style)}`,
    `script-src ${digestOf(script)}`,
    "worker-src blob:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  const holes = { policy, style, script, worker: inElement(worker) };
  return read("page/page.html").replace(/\{\{(\w+)\}\}/g, (_, name) => holes[name]);
}
