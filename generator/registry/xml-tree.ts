import { type SaxesAttributeNS, SaxesParser, type SaxesTagNS } from "saxes";
import type { Mistake, Place } from "../model/mistake.js";
import { oneMistake, type ReadResult, type SourceFile } from "./source-file.js";

/** Comments, CDATA sections and processing instructions, in which an ampersand is a character. */
const LITERAL = /<!--.*?(?:-->|$)|<!\[CDATA\[.*?(?:\]\]>|$)|<\?.*?(?:\?>|$)/gs;

/** Says what an error of the parser means, `text` being all that it had read, and if known where. */
function explainXmlError(
  error: Error,
  text: string,
): { readonly offset?: number; readonly what: string; readonly remedy: string } {
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

/** `<!DOCTYPE rfc [ ... ]>` without its ends; an external identifier does not match. */
const DOCTYPE = /^\s+[A-Za-z_][\w.:-]*\s*(?:\[(.*)\]\s*)?$/s;

/** What may stand in the internal subset: white space, comments and general entities. */
const DECLARATION = /\s+|<!--.*?-->|<!ENTITY\s+([A-Za-z_][\w.-]*)\s+(?:"([^"]*)"|'([^']*)')\s*>/sy;

/** The only values that need no parsing: one character, as itself or by its number. */
const CHARACTER = /^(?:&#(\d{1,7});|&#x([\dA-Fa-f]{1,6});|([^&%<]))$/u;

/** A Char of XML 1.0 section 2.2 that begins no markup. */
const TEXT_CHARACTER =
  /^[\u{20}-\u{25}\u{27}-\u{3B}\u{3D}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]$/u;

/** Names that XML itself defines (XML 1.0 section 4.6). */
const PREDEFINED = new Set(["amp", "lt", "gt", "quot", "apos"]);

/** The characters that a document type declares, or what in it is not accepted. */
export type Doctype =
  | { readonly kind: "characters"; readonly entities: ReadonlyMap<string, string> }
  | { readonly kind: "refused"; readonly what: string };

/**
 * Reads a document type as the tools of Internet-Drafts write it: internal entities that stand
 * for one character each. Anything that would be fetched, parsed or expanded is refused.
 */
export function readDoctype(text: string): Doctype {
  const refuse = (what: string): Doctype => ({
    kind: "refused",
    what: `the document type ${what}`,
  });
  const head = DOCTYPE.exec(text);
  if (!head) return refuse("is external or not understood");
  const subset = head[1] ?? "";
  const entities = new Map<string, string>();
  const pattern = new RegExp(DECLARATION);
  for (let at = 0; at < subset.length; at = pattern.lastIndex) {
    pattern.lastIndex = at;
    const match = pattern.exec(subset);
    if (!match) return refuse(`has ${quote(subset.slice(at))}`);
    const [declaration, name, double, single] = match;
    if (name === undefined) continue;
    const character = toCharacter(double ?? single ?? "");
    if (character === undefined || PREDEFINED.has(name)) {
      return refuse(`has ${quote(declaration)}, which is not one character`);
    }
    // The first declaration of an entity is the binding one (XML 1.0 section 4.2).
    entities.set(name, entities.get(name) ?? character);
    if (entities.size > MAX_ENTITIES) return refuse(`declares more than ${MAX_ENTITIES} entities`);
  }
  return { kind: "characters", entities };
}

function toCharacter(value: string): string | undefined {
  const [, decimal, hexadecimal, plain] = CHARACTER.exec(value) ?? [];
  const code = decimal ? Number(decimal) : Number.parseInt(hexadecimal ?? "", 16);
  const character = plain ?? (code <= 0x10ffff ? String.fromCodePoint(code) : "");
  return TEXT_CHARACTER.test(character) ? character : undefined;
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
    if (!(error instanceof Stop)) throw error;
    return { kind: "mistakes", mistakes: [error.mistake] };
  }
  if (builder.root) return { kind: "read", value: builder.root };
  return oneMistake(file.placeAt(0), "the document has no element", "give an XML registry");
}

/** Thrown to leave the parser, which would otherwise go on after a mistake. */
class Stop extends Error {
  readonly mistake: Mistake;

  constructor(place: Place, what: string, remedy: string) {
    super(what);
    this.mistake = { place, what, remedy };
  }
}

class TreeBuilder {
  root: XmlElement | undefined;
  readonly parser = new SaxesParser({ xmlns: true });
  private readonly open: OpenElement[] = [];
  private readonly file: SourceFile;
  private tagPlace: Place;

  constructor(file: SourceFile, doctype: DoctypeRule) {
    this.file = file;
    this.tagPlace = file.placeAt(0);
    const { parser } = this;
    parser.on("error", (error) => this.refuseMarkup(error));
    parser.on("doctype", (text) => this.takeDoctype(text, doctype));
    parser.on("xmldecl", ({ encoding = "utf-8" }) => {
      if (/^(utf-8|us-ascii)$/i.test(encoding)) return;
      const what = `the encoding is declared as "${encoding}"`;
      throw new Stop(file.placeAt(0), what, "save the file as UTF-8 and declare that");
    });
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

  private refuseMarkup(error: Error): never {
    const { position } = this.parser;
    const { text } = this.file;
    const { offset, what, remedy } = explainXmlError(error, text.slice(0, position));
    const here = Math.max(Math.min(position - 1, text.length), 0);
    throw new Stop(this.file.placeAt(offset ?? here), what, remedy);
  }

  private takeDoctype(text: string, rule: DoctypeRule): void {
    const at = this.file.text.lastIndexOf("<!DOCTYPE", this.parser.position);
    const place = this.file.placeAt(Math.max(at, 0));
    if (rule === "refused") {
      const what = "a document type or entity declaration is refused";
      throw new Stop(place, what, "delete the <!DOCTYPE ...>; IANA's registries have none");
    }
    const doctype = readDoctype(text);
    if (doctype.kind === "refused") {
      const remedy = "write its entities out, for instance with xmllint --noent --dropdtd --nonet";
      throw new Stop(place, doctype.what, remedy);
    }
    Object.assign(this.parser.ENTITIES, Object.fromEntries(doctype.entities));
  }

  private openTag({ local, uri, attributes }: SaxesTagNS): void {
    if (this.open.length >= MAX_DEPTH) {
      const what = `elements nest deeper than ${MAX_DEPTH}`;
      throw new Stop(this.tagPlace, what, "give a registry of IANA's form");
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
