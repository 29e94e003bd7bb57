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
