import { type SaxesAttributeNS, SaxesParser, type SaxesTagNS } from "saxes";
import type { Mistake, Place } from "../model/mistake.js";
import { oneMistake, type ReadResult, type SourceFile } from "./source-file.js";
import { type DoctypeRule, readDoctype } from "./xml-doctype.js";
import { explainXmlError } from "./xml-error.js";

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
