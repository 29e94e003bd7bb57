import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { Model } from "../model/model.js";
import { KIND_WORDS, KINDS } from "./kind.js";
import { Markup, markup } from "./markup.js";
import { describeSummary } from "./paragraph.js";
import { makeSections } from "./sections.js";
import type { Summary } from "./summary.js";

const FOLDER = new URL("../../templates/report/", import.meta.url);

/**
 * The report as one page that loads nothing. Its policy allows our own style and script by their
 * digest, and no other: even markup that slipped through could run nothing and send nothing.
 */
export function makePage(summary: Summary, model: Model, version: string): string {
  const style = readOwn("report.css");
  const script = readOwn("report.js");
  const policy = [
    "default-src 'none'",
    `style-src ${digestOf(style)}`,
    `script-src ${digestOf(script)}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  const sections = makeSections(summary, model);
  const page = markup`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${Markup.ofOwnSource(policy)}">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="rstdiag ${version}">
<title>TCP resets: report</title>
<style>${Markup.ofOwnSource(style)}</style>
</head>
<body>
<header>
<h1>TCP resets</h1>
<p class="lead">${describeSummary(summary)}</p>
${drawFacts(summary)}
<nav aria-label="Sections"><ul>${sections.map(({ id, title }) => markup`<li><a href="#${id}">${title}</a></li>`)}</ul></nav>
</header>
<main>
${sections.map(
  ({ id, title, content }) => markup`<section id="${id}">
<h2>${title}</h2>
${content}
</section>
`,
)}</main>
<footer><p>Made by rstdiag ${version}, by ${model.specification} in its revision ${model.revision}.
How certain a cause is, each row says; a stated one is a claim of the RST's sender.</p></footer>
<script>${Markup.ofOwnSource(script)}</script>
</body>
</html>
`;
  return page.toString();
}

/** The resets by kind; where no capture was explained, there is nothing to count. */
function drawFacts({ kinds, files, comparisons }: Summary): Markup {
  if (files.length === 0 && comparisons.count > 0) return markup``;
  return markup`<dl class="facts">${KINDS.map((kind) => markup`<div class="fact fact-${kind}"><dt>${KIND_WORDS[kind]}</dt><dd>${kinds[kind].toLocaleString("en")}</dd></div>`)}</dl>`;
}

function readOwn(name: string): string {
  return readFileSync(new URL(name, FOLDER), "utf8");
}

/** A source of a Content Security Policy: `'sha256-...'`. */
function digestOf(text: string): string {
  return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}
