import { type SaxesAttributeNS, SaxesParser, type SaxesTagNS } from "saxes";
import type { Mistake, Place } from "../model/mistake.js";
import { oneMistake, type ReadResult, type SourceFile } from "./source-file.js";

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
  /** By name; one of a foreign namespace as `{namespace}name`, whatever its prefix is. */
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly (XmlElement | XmlText)[];
  /** Place of its opening tag. */
  readonly place: Place;
}

/** What becomes of a document type: a draft's declares characters, a registry has none. */
export type DoctypeRule = "refused" | "characters";

/**
 * Parses a document strictly. No entity but the five of XML 1.0 section 4.6 can occur, and
 * with `characters` those that stand for one character; parsing ends at the first mistake.
 */
export function parseXml(
  file: SourceFile,
  doctype: DoctypeRule = "refused",
): ReadResult<XmlElement> {
  const builder = new TreeBuilder(file, doctype);
  try {
    builder.parser.write(file.text).close();
  } catch (error) {
    if (!builder.mistake) throw error;
    return { kind: "mistakes", mistakes: [builder.mistake] };
  }
  if (builder.root) return { kind: "read", value: builder.root };
  return oneMistake(file.placeAt(0), "the document has no element", "give an XML registry");
}

/** The elements of a name directly in another one, and of its namespace. */
export function childrenNamed(element: XmlElement, name: string): readonly XmlElement[] {
  return elementsOf(element).filter((child) => child.name === name);
}

/** The elements directly in another one, and of its namespace. */
export function elementsOf(element: XmlElement): readonly XmlElement[] {
  return element.children.filter(
    (child): child is XmlElement =>
      child.kind === "element" && child.namespace === element.namespace,
  );
}

/** A registry file nests five levels deep; far deeper is an attack on whoever walks the tree. */
const MAX_DEPTH = 64;

interface OpenElement extends XmlElement {
  readonly children: (XmlElement | XmlText)[];
}

class TreeBuilder {
  root: XmlElement | undefined;
  mistake: Mistake | undefined;
  readonly parser = new SaxesParser({ xmlns: true });
  private readonly open: OpenElement[] = [];
  private readonly file: SourceFile;
  private tagPlace: Place;

  constructor(file: SourceFile, doctype: DoctypeRule) {
    this.file = file;
    this.tagPlace = file.placeAt(0);
    const { parser } = this;
    const addText = (text: string) => this.open.at(-1)?.children.push({ kind: "text", text });
    parser.on("error", (error) => this.refuseMarkup(error));
    parser.on("doctype", (text) => this.takeDoctype(text, doctype));
    parser.on("xmldecl", ({ encoding = "utf-8" }) => {
      if (/^(utf-8|us-ascii)$/i.test(encoding)) return;
      const what = `the encoding is declared as "${encoding}"`;
      this.stop(file.placeAt(0), what, "save the file as UTF-8 and declare that");
    });
    // The parser stands behind the tag's name and what ended it, which may be CR and LF.
    parser.on("opentagstart", ({ name }) => {
      const nameAt = parser.position - name.length - 1;
      this.tagPlace = file.placeAt(file.text.lastIndexOf("<", nameAt));
    });
    parser.on("opentag", (tag) => this.openTag(tag));
    parser.on("closetag", () => this.open.pop());
    parser.on("text", addText);
    parser.on("cdata", addText);
  }

  /** Leaves the parser, which would otherwise go on after a mistake. */
  private stop(place: Place, what: string, remedy: string): never {
    this.mistake = { place, what, remedy };
    throw new Error(what);
  }

  private refuseMarkup({ message }: Error): never {
    const { file, parser } = this;
    const ampersand = findBareAmpersand(file.text.slice(0, parser.position));
    if (ampersand >= 0) {
      const what = 'not well-formed XML: "&" begins no entity here';
      this.stop(file.placeAt(ampersand), what, "write &amp; for the character");
    }
    const here = Math.max(Math.min(parser.position - 1, file.text.length), 0);
    const what = message.replace(/^\d+:\d+: /, "").replace(/\.$/, "");
    const remedy = "correct the markup, for instance with xmllint";
    this.stop(file.placeAt(here), `not well-formed XML: ${what}`, remedy);
  }

  private takeDoctype(text: string, rule: DoctypeRule): void {
    const at = this.file.text.lastIndexOf("<!DOCTYPE", this.parser.position);
    const place = this.file.placeAt(Math.max(at, 0));
    if (rule === "refused") {
      const what = "a document type or entity declaration is refused";
      this.stop(place, what, "give a registry as IANA publishes it, which has none");
    }
    const entities = readDoctype(text, (what) =>
      this.stop(
        place,
        `the document type ${what}`,
        "write its entities out, for instance with xmllint --noent --dropdtd --nonet",
      ),
    );
    Object.assign(this.parser.ENTITIES, Object.fromEntries(entities));
  }

  private openTag({ local, uri, attributes }: SaxesTagNS): void {
    if (this.open.length >= MAX_DEPTH) {
      const what = `elements nest deeper than ${MAX_DEPTH}`;
      this.stop(this.tagPlace, what, "give a registry of IANA's form");
    }
    const entries = Object.values(attributes).map((one) => [attributeKey(one), one.value] as const);
    const element: OpenElement = {
      kind: "element",
      name: local,
      namespace: uri,
      attributes: new Map(entries),
      children: [],
      place: this.tagPlace,
    };
    this.open.at(-1)?.children.push(element);
    this.root ??= element;
    this.open.push(element);
  }
}

/** Namespaces in XML 1.0, section 6.3: two prefixes of one namespace are one. */
function attributeKey({ name, prefix, local, uri }: SaxesAttributeNS): string {
  return prefix === "" || prefix === "xml" || prefix === "xmlns" ? name : `{${uri}}${local}`;
}

/** Comments, CDATA sections and processing instructions, in which an ampersand is a character. */
const LITERAL = /<!--.*?(?:-->|$)|<!\[CDATA\[.*?(?:\]\]>|$)|<\?.*?(?:\?>|$)/gs;

/**
 * The parser takes what stands between an ampersand and the next semicolon for a name,
 * however far that is, and would show the mistake there.
 */
function findBareAmpersand(text: string): number {
  const markup = text.replace(LITERAL, (literal) => " ".repeat(literal.length));
  return markup.search(/&(?![^\s<>&;]+;)/);
}

/** `<!DOCTYPE rfc [ ... ]>` without its ends; an external identifier does not match. */
const DOCTYPE = /^\s+[A-Za-z_][\w.:-]*\s*(?:\[(.*)\]\s*)?$/s;

/** A comment, or an entity whose value needs no parsing: one character, as itself or by its number. */
const DECLARATION =
  /<!--.*?-->|<!ENTITY\s+([A-Za-z_][\w.-]*)\s+(["'])(?:&#(\d{1,7}|x[\dA-Fa-f]{1,6});|([^&%<]))\2\s*>/gsu;

/** Names that XML itself defines (XML 1.0 section 4.6). */
const PREDEFINED = new Set(["amp", "lt", "gt", "quot", "apos"]);

/** What XML 1.0 section 2.2 allows in no document, not even by its number. */
export const NO_XML_CHARACTER = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u;

/**
 * Reads a document type as the tools of Internet-Drafts write it: internal entities that stand
 * for one character each. Anything that would be fetched, parsed or expanded is refused.
 */
function readDoctype(text: string, refuse: (what: string) => never): ReadonlyMap<string, string> {
  const [doctype, subset = ""] = DOCTYPE.exec(text) ?? [];
  if (doctype === undefined) refuse("is external or not understood");
  const entities = new Map<string, string>();
  const rest = subset.replace(DECLARATION, (declaration, name, _quote, number, plain) => {
    if (name === undefined) return "";
    const code = Number(`0${number}`);
    const character = plain ?? (code <= 0x10ffff ? String.fromCodePoint(code) : "\0");
    const isText = !NO_XML_CHARACTER.test(character) && !/[&<]/.test(character);
    if (!isText || PREDEFINED.has(name)) return declaration;
    // The first declaration of an entity is the binding one (XML 1.0 section 4.2).
    entities.set(name, entities.get(name) ?? character);
    return "";
  });
  const other = rest.trim();
  const shown = JSON.stringify(other.length > 40 ? `${other.slice(0, 37)}...` : other);
  if (other !== "") refuse(`has ${shown}, which is not one character`);
  return entities;
}
