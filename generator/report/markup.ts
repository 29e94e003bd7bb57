import { showUnprintable } from "../model/unprintable.js";

/** HTML or SVG that is safe to put into a page: made by `markup` alone, so all text is escaped. */
export class Markup {
  readonly #source: string;

  private constructor(source: string) {
    this.#source = source;
  }

  /** For `markup` and for files of our own; never for text that came from elsewhere. */
  static ofOwnSource(source: string): Markup {
    return new Markup(source);
  }

  toString(): string {
    return this.#source;
  }
}

type Hole = string | number | Markup | readonly Markup[];

const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
  "`": "&#96;",
};

/**
 * Tag of a template whose holes are text or markup. Text from packets, file names and registries
 * reaches a page here and nowhere else: it can end no element and no attribute, and what would
 * reorder or hide the text around it is shown by its name.
 */
export function markup(strings: TemplateStringsArray, ...holes: readonly Hole[]): Markup {
  const parts = strings.map((own, at) => {
    const hole = holes[at];
    if (hole === undefined) return own;
    // Without quotes a space would end the value.
    if (own.endsWith("=")) throw new Error(`an attribute without quotes: ${own.slice(-20)}`);
    return own + fill(hole);
  });
  return Markup.ofOwnSource(parts.join(""));
}

function fill(hole: Hole): string {
  if (hole instanceof Markup) return hole.toString();
  if (typeof hole === "object") return hole.map(fill).join("");
  return escapeText(String(hole));
}

function escapeText(text: string): string {
  return showUnprintable(text).replace(/[&<>"'`]/g, (character) => ESCAPES[character] ?? character);
}
