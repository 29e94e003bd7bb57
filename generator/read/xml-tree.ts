import { SaxesParser, type SaxesTagNS } from "saxes";
import type { Mistake, Place } from "../model/mistake.js";
import { oneMistake, type ReadResult, type SourceFile } from "./source-file.js";

/** A registry file nests five levels deep; far deeper is an attack on whoever walks the tree. */
const MAX_DEPTH = 64;

/** Comments, CDATA sections and processing instructions, in which an ampersand is a character. */
const LITERAL = /<!--.*?(?:-->|$)|<!\[CDATA\[.*?(?:\]\]>|$)|<\?.*?(?:\?>|$)/gs;

/** Text between tags, with character references replaced. */
export interface XmlText {
  readonly kind: "text";
  readonly text: string;
}

/** An element with its content in order: mixed content stays mixed. */
export interface XmlElement {
  readonly kind: "element";
  readonly name: string;
  readonly namespace: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly (XmlElement | XmlText)[];
  /** Place of its opening tag. */
  readonly place: Place;
}

interface OpenElement extends XmlElement {
  readonly children: (XmlElement | XmlText)[];
}

/**
 * Parses a document strictly. Document types are refused, so no entity but the five of
 * XML 1.0 section 4.6 can occur; parsing ends at the first mistake.
 */
export function parseXml(file: SourceFile): ReadResult<XmlElement> {
  const builder = new TreeBuilder(file);
  builder.parse();
  if (builder.mistake) return { kind: "mistakes", mistakes: [builder.mistake] };
  if (builder.root) return { kind: "read", value: builder.root };
  return oneMistake(file.placeAt(0), "the document has no element", "give an XML registry");
}

/** Thrown to leave the parser, which would otherwise go on after a mistake. */
class Stop extends Error {}

class TreeBuilder {
  root: XmlElement | undefined;
  mistake: Mistake | undefined;
  private readonly open: OpenElement[] = [];
  private readonly parser = new SaxesParser({ xmlns: true });
  private readonly file: SourceFile;
  private tagPlace: Place;

  constructor(file: SourceFile) {
    this.file = file;
    this.tagPlace = file.placeAt(0);
    const { parser } = this;
    parser.on("error", (error) => this.refuseMarkup(error));
    parser.on("doctype", () => this.refuseDoctype());
    parser.on("xmldecl", ({ encoding }) => this.checkEncoding(encoding));
    // The parser stands behind the tag's name and what ended it, which may be CR and LF.
    parser.on("opentagstart", ({ name }) => {
      const nameAt = parser.position - name.length - 1;
      this.tagPlace = file.placeAt(file.text.lastIndexOf("<", nameAt));
    });
    parser.on("opentag", (tag) => this.openTag(tag));
    parser.on("closetag", () => this.open.pop());
    parser.on("text", (text) => this.open.at(-1)?.children.push({ kind: "text", text }));
    parser.on("cdata", (text) => this.open.at(-1)?.children.push({ kind: "text", text }));
  }

  parse(): void {
    try {
      this.parser.write(this.file.text).close();
    } catch (error) {
      if (!(error instanceof Stop)) throw error;
    }
  }

  private here(): Place {
    const at = Math.min(this.parser.position - 1, this.file.text.length);
    return this.file.placeAt(Math.max(at, 0));
  }

  private stop(place: Place, what: string, remedy: string): never {
    this.mistake = { place, what, remedy };
    throw new Stop();
  }

  private refuseMarkup(error: Error): never {
    const ampersand = findBareAmpersand(this.file.text.slice(0, this.parser.position));
    if (ampersand === undefined) return this.stop(this.here(), ...describe(error));
    return this.stop(
      this.file.placeAt(ampersand),
      'not well-formed XML: "&" begins no entity here',
      "write &amp; for the character",
    );
  }

  private refuseDoctype(): never {
    const at = this.file.text.lastIndexOf("<!DOCTYPE", this.parser.position);
    return this.stop(
      this.file.placeAt(Math.max(at, 0)),
      "a document type or entity declaration is refused",
      "delete the <!DOCTYPE ...>; IANA's registries have none",
    );
  }

  private checkEncoding(encoding: string | undefined): void {
    if (encoding === undefined || /^(utf-8|us-ascii)$/i.test(encoding)) return;
    this.stop(
      this.file.placeAt(0),
      `the encoding is declared as "${encoding}"`,
      "save the file as UTF-8 and declare that",
    );
  }

  private openTag(tag: SaxesTagNS): void {
    if (this.open.length >= MAX_DEPTH) {
      this.stop(
        this.tagPlace,
        `elements nest deeper than ${MAX_DEPTH}`,
        "give a registry of IANA's form",
      );
    }
    const element: OpenElement = {
      kind: "element",
      name: tag.local,
      namespace: tag.uri,
      attributes: new Map(
        Object.entries(tag.attributes).map(([name, attribute]) => [name, attribute.value]),
      ),
      children: [],
      place: this.tagPlace,
    };
    this.open.at(-1)?.children.push(element);
    this.root ??= element;
    this.open.push(element);
  }
}

/**
 * The parser takes what stands between an ampersand and the next semicolon for a name,
 * however far that is, and would show the mistake there.
 */
function findBareAmpersand(text: string): number | undefined {
  const at = text
    .replace(LITERAL, (literal) => " ".repeat(literal.length))
    .search(/&(?![^\s<>&;]+;)/);
  return at < 0 ? undefined : at;
}

function describe(error: Error): [what: string, remedy: string] {
  const what = error.message.replace(/^\d+:\d+: /, "").replace(/\.$/, "");
  return [`not well-formed XML: ${what}`, "correct the markup, for instance with xmllint"];
}
