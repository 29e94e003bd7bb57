/** The columns that somebody names: elements of a record, or captions of a table. */
export interface ColumnNames {
  readonly value?: string;
  readonly description?: string;
  readonly reference?: string;
}

/** A column of a registry. */
export interface Column {
  readonly name: string;
  /** Whether any of its cells has a reference in it. */
  readonly cites: boolean;
}

/** Which columns of a registry say what. */
export interface ColumnMap {
  readonly value?: string;
  /** A row takes the first of these that is not empty. */
  readonly descriptions: readonly string[];
  readonly references: readonly string[];
}

/** What is longer is the name of no column that is known. */
const LONGEST_NAME = 1000;

/** Names of the key, the surest first. */
const VALUES = names(`value, bit, number, code, codes, kind, decimal, codepoint, label, key,
  element id, port number`);
const DESCRIPTIONS = names("description, meaning, name, summary");
/** Names of the text where a registry has none of those. */
const LESSER_DESCRIPTIONS = names("protocol, keyword");
const REFERENCES = names(`xref, reference, references, ref, refs, spec, specification,
  specifications, rfc, rfcs, defining document`);
/** Columns about people, who are nobody's business. */
const PEOPLE = names(`people, person, controller, change controller, contact, contacts,
  contact person, ref contact, refcontact, owner, owners, registrant, requester, requesters,
  assignee, author, authors, submitter, reviewer, reviewed, expert, expert reviewer, org contact`);
/** Columns that say something of a row which is no name of it. */
const REMARKS = names(`note, notes, comment, comments, status, since, until, date, usage, file, hex,
  units, size, length, metadata, registration rule, recommended, registered, template`);

/**
 * Finds out which columns of a registry are its key, its text and its references. IANA has 577
 * names for them; where the guess is wrong, `wanted` says better.
 */
export function mapColumns(columns: readonly Column[], wanted: ColumnNames = {}): ColumnMap {
  const { value: key, description, reference } = wanted;
  const references = reference ? named(columns, names(reference)) : findReferences(columns);
  const others = columns.filter(({ name }) => !references.includes(name) && !isPeople(name));
  const value = key ? named(columns, names(key))[0] : findValue(others);
  const rest = others.filter(({ name }) => name !== value);
  const descriptions = description
    ? named(columns, names(description))
    : findDescriptions(rest, value !== undefined);
  return { ...(value !== undefined && { value }), descriptions, references };
}

/** Whether a column says who somebody is or how to write to him. */
export function isPeople(name: string): boolean {
  return PEOPLE.has(plain(name));
}

/** Whether a name is that of a key, or ends in one: `Type Value`. */
export function namesKey(name: string): boolean {
  const words = plain(name);
  const last = words.replace(/^.* /, "");
  return VALUES.has(words) || VALUES.has(last) || last === "type";
}

/** Whether one of the columns is known by its name: a text file that is no table has none. */
export function knowsAny(columns: readonly Column[]): boolean {
  const known = [...VALUES, ...DESCRIPTIONS, ...REFERENCES, "type"];
  return columns.some(({ name }) => known.includes(plain(name)));
}

function findReferences(columns: readonly Column[]): readonly string[] {
  const known = named(columns, REFERENCES);
  if (known.length > 0) return known;
  const citing = columns.filter(({ name, cites }) => {
    const word = plain(name);
    return cites && ![VALUES, DESCRIPTIONS, PEOPLE, REMARKS].some((set) => set.has(word));
  });
  return citing.slice(0, 1).map(({ name }) => name);
}

/** Without a known key, the first column is one, if another can be the text. */
function findValue(columns: readonly Column[]): string | undefined {
  const [known] = inOrderOf(VALUES, columns);
  if (known !== undefined) return known;
  const [start, ...rest] = columns;
  if (!start || REMARKS.has(plain(start.name))) return undefined;
  const isText = DESCRIPTIONS.has(plain(start.name));
  return isText && named(rest, DESCRIPTIONS).length === 0 ? undefined : start.name;
}

function findDescriptions(columns: readonly Column[], hasValue: boolean): readonly string[] {
  const known = inOrderOf(DESCRIPTIONS, columns);
  if (known.length > 0 || !hasValue) return known;
  const lesser = inOrderOf(LESSER_DESCRIPTIONS, columns);
  if (lesser.length > 0) return lesser;
  const other = columns.find(({ name }) => !REMARKS.has(plain(name)));
  return other ? [other.name] : [];
}

function named(columns: readonly Column[], words: ReadonlySet<string>): readonly string[] {
  return columns.filter(({ name }) => words.has(plain(name))).map(({ name }) => name);
}

function inOrderOf(words: ReadonlySet<string>, columns: readonly Column[]): readonly string[] {
  const known = new Map([...words].map((word) => [word, [] as string[]]));
  for (const { name } of columns) known.get(plain(name))?.push(name);
  return [...known.values()].flat();
}

/** A caption may have a footnote, and an element a hyphen, an underscore or a capital inside. */
function plain(name: string): string {
  if (name.length > LONGEST_NAME) return "";
  return name
    .replace(/\[[^[\]]*\]/g, "")
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .replace(/[\s_-]+/g, " ")
    .trim()
    .toLowerCase();
}

function names(list: string): ReadonlySet<string> {
  return new Set(list.split(",").map((name) => plain(name)));
}
