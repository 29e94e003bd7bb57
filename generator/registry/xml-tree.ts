import { type SaxesAttributeNS, SaxesParser, type SaxesTagNS } from "saxes";
import type { Mistake, Place } from "../model/mistake.js";
import { oneMistake, type ReadResult, type SourceFile } from "./source-file.js";

/** Comments, CDATA sections and processing instructions, in which an ampersand is a character. */
const LITERAL = /<!--.*?(?:-->|$)|<!\[CDATA\[.*?(?:\]\]>|$)|<\?.*?(?:\?>|$)/gs;

/** What an author is told of markup that is not well-formed. */
export interface XmlExplanation {
  /** Where the mistake is, if not where the parser stopped. */
  readonly offset?: number;
  readonly what: string;
  readonly remedy: string;
}

/** Says what an error of the parser means, `text` being all that it had read. */
function explainXmlError(error: Error, text: string): XmlExplanation {
  const offset = findBareAmpersand(text);
  if (offset !== undefined) {
    const what = 'not well-formed XML: "&" begins no entity here';
    return { offset, what, remedy: "write &amp; for the character" };
  }
  const what = error.message.replace(/^\d+:\d+: /, "").replace(/\.$/, "");
  const remedy = "correct the markup, for instance with xmllint";
  return { what: `not well-formed XML: ${what}`, remedy };
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

/** A draft declares four characters; a few dozen is no longer what xml2rfc's tools write. */
const MAX_ENTITIES = 32;
const TOO_MANY = `the document type declares more than ${MAX_ENTITIES} entities`;

/** `<!DOCTYPE rfc [ ... ]>` without its ends; an external identifier does not match. */
const DOCTYPE = /^\s+[A-Za-z_][\w.:-]*\s*(?:\[(.*)\]\s*)?$/s;

/** What may stand in the internal subset: white space, comments and general entities. */
const DECLARATION = /\s+|<!--.*?-->|<!ENTITY\s+([A-Za-z_][\w.-]*)\s+(?:"([^"]*)"|'([^']*)')\s*>/sy;

/** The only values that need no parsing: one character, as itself or by its number. */
const CHARACTER = /^(?:&#(\d{1,7});|&#x([\dA-Fa-f]{1,6});|([^&%<]))$/u;

/** Names that XML itself defines (XML 1.0 section 4.6). */
const PREDEFINED = new Set(["amp", "lt", "gt", "quot", "apos"]);

/** What becomes of a document type: a draft's declares characters, a registry has none. */
export type DoctypeRule = "refused" | "characters";

/** The characters that a document type declares, or why it is not accepted. */
export type Doctype =
  | { readonly kind: "characters"; readonly entities: ReadonlyMap<string, string> }
  | { readonly kind: "refused"; readonly what: string; readonly remedy: string };

const UNWELCOME: Doctype = {
  kind: "refused",
  what: "a document type or entity declaration is refused",
  remedy: "delete the <!DOCTYPE ...>; IANA's registries have none",
};

/**
 * Reads a document type as the tools of Internet-Drafts write it: internal entities that stand
 * for one character each. Anything that would be fetched, parsed or expanded is refused.
 */
export function readDoctype(text: string, rule: DoctypeRule): Doctype {
  if (rule === "refused") return UNWELCOME;
  const head = DOCTYPE.exec(text);
  return head
    ? readSubset(head[1] ?? "")
    : refuse("the document type is external or not understood");
}

function readSubset(subset: string): Doctype {
  const entities = new Map<string, string>();
  const pattern = new RegExp(DECLARATION);
  for (let at = 0; at < subset.length; at = pattern.lastIndex) {
    pattern.lastIndex = at;
    const match = pattern.exec(subset);
    if (!match) return refuse(`the document type has ${quote(subset.slice(at))}`);
    const [declaration, name, double, single] = match;
    if (name === undefined) continue;
    const character = toCharacter(double ?? single ?? "");
    if (character === undefined || PREDEFINED.has(name)) {
      return refuse(`the document type has ${quote(declaration)}, which is not one character`);
    }
    // The first declaration of an entity is the binding one (XML 1.0 section 4.2).
    if (!entities.has(name)) entities.set(name, character);
    if (entities.size > MAX_ENTITIES) return refuse(TOO_MANY);
  }
  return { kind: "characters", entities };
}

function toCharacter(value: string): string | undefined {
  const [, decimal, hexadecimal, plain] = CHARACTER.exec(value) ?? [];
  if (plain !== undefined) return plain;
  const code = decimal !== undefined ? Number(decimal) : Number.parseInt(hexadecimal ?? "", 16);
  return isTextCharacter(code) ? String.fromCodePoint(code) : undefined;
}

/** A Char of XML 1.0 section 2.2 that begins no markup. */
function isTextCharacter(code: number): boolean {
  if (code < 0x20 || code === 0x26 || code === 0x3c) return false;
  return (
    code < 0xd800 || (code >= 0xe000 && code <= 0x10ffff && code !== 0xfffe && code !== 0xffff)
  );
}

function refuse(what: string): Doctype {
  const remedy = "write its entities out, for instance with xmllint --noent --dropdtd --nonet";
  return { kind: "refused", what, remedy };
}

function quote(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 37)}...` : text);
}

/** A registry file nests five levels deep; far deeper is an attack on whoever walks the tree. */
const MAX_DEPTH = 64;

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

interface OpenElement extends XmlElement {
  readonly children: (XmlElement | XmlText)[];
}

/**
 * Parses a document strictly. No entity but the five of XML 1.0 section 4.6 can occur, and
 * with `characters` those that stand for one character; parsing ends at the first mistake.
 */
export function parseXml(
  file: SourceFile,
  doctype: DoctypeRule = "refused",
): ReadResult<XmlElement> {
  const builder = new TreeBuilder(file, doctype);
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

  constructor(file: SourceFile, doctype: DoctypeRule) {
    this.file = file;
    this.tagPlace = file.placeAt(0);
    const { parser } = this;
    parser.on("error", (error) => this.refuseMarkup(error));
    parser.on("doctype", (text) => this.takeDoctype(text, doctype));
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
    const read = this.file.text.slice(0, this.parser.position);
    const { offset, what, remedy } = explainXmlError(error, read);
    return this.stop(offset === undefined ? this.here() : this.file.placeAt(offset), what, remedy);
  }

  private takeDoctype(text: string, rule: DoctypeRule): void {
    const doctype = readDoctype(text, rule);
    if (doctype.kind === "characters") {
      Object.assign(this.parser.ENTITIES, Object.fromEntries(doctype.entities));
      return;
    }
    const at = this.file.text.lastIndexOf("<!DOCTYPE", this.parser.position);
    this.stop(this.file.placeAt(Math.max(at, 0)), doctype.what, doctype.remedy);
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
        Object.values(tag.attributes).map((attribute) => [
          attributeKey(attribute),
          attribute.value,
        ]),
      ),
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
