import { KIND_WORDS, type Kind } from "./kind.js";
import { type Markup, markup } from "./markup.js";

/** A drawing, and what it says to those who cannot see it. */
export interface Chart {
  /** Of the page's own; the ids of its title and description begin with it. */
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly width: number;
  readonly height: number;
  readonly shapes: readonly Markup[];
}

/** The chart as SVG, in a frame that scrolls by itself where the page is too narrow for it. */
export function drawChart({ id, title, description, width, height, shapes }: Chart): Markup {
  return markup`<div class="chart" tabindex="0" role="group" aria-label="${title}">
<svg viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="${id}-title ${id}-text">
<title id="${id}-title">${title}</title>
<desc id="${id}-text">${description}</desc>
${shapes}
</svg>
</div>`;
}

/** What the colours mean, of those that a chart has. */
export function drawLegend(kinds: readonly Kind[]): Markup {
  const items = kinds.map(
    (kind) => markup`<li><span class="swatch kind-${kind}"></span>${KIND_WORDS[kind]}</li>`,
  );
  return markup`<ul class="legend">${items}</ul>`;
}

/** A number as it is drawn: SVG needs no more than tenths of a pixel. */
export function round(value: number): number {
  return Math.round(value * 10) / 10;
}
