import { readTemplate } from "../rendering/read-template.js";
import {
  type ChangedLines,
  type Hunk,
  type KeptLines,
  newFiles,
  patchText,
} from "../rendering/source-patch.js";
import { renderTemplate, type TestFile } from "../rendering/target.js";
import type { CView } from "./c-view.js";

/** A change, and how it is found. */
export interface Change extends ChangedLines {
  /** Part of one line, which must be there exactly once: of a removed one, or of one kept behind. */
  readonly anchor: string;
  /** How to find what was added, where that depends on the registries. */
  readonly madeOf: "fixed lines" | "a block" | "the table";
  /** Left out where its anchor is missing: it removes what would only be superfluous. */
  readonly optional: boolean;
}

export type Part = KeptLines | Change;

/** What a commit says. */
export interface CommitTexts {
  /** The first line of its message, and what follows. */
  readonly subject: string;
  readonly message: readonly string[];
  /** Lines for CHANGES, of what is for upstream. */
  readonly changes: readonly string[];
}

/** A line of tcpdump's releases in which the same lines stand around each change. */
export interface Release<P = Part> extends CommitTexts {
  readonly versions: string;
  /** Of a second commit, where what needs `hasNumbers` has one. */
  readonly numbers?: CommitTexts;
  /** What the header says to packagers besides, of what is for distributions. */
  readonly header: readonly string[];
  readonly file: string;
  readonly hunks: readonly Hunk<P>[];
}

type PartData = KeptLines | (Partial<Omit<Change, "madeOf">> & { readonly template?: string });

/** The newest first: its anchors are the more special ones. */
export const RELEASES = ["5.0", "4.99"] as const;
export type ReleaseName = (typeof RELEASES)[number];

/** What the templates give that depends on the registries; the others give the same lines always. */
const MADE_OF: Readonly<Record<string, Change["madeOf"]>> = {
  "print-functions.c": "a block",
  "vendor-causes.c": "a block",
  "failure-causes.c": "the table",
};

/** Changes of a release, by the file in templates/tcpdump that has them. */
export type ChangesName = ReleaseName | "5.0-rewritten";

/** Those that make what is wanted. */
export function changesFor(
  name: ReleaseName,
  { isUpstreams }: Pick<CView, "isUpstreams">,
): ChangesName {
  return name === "5.0" && !isUpstreams ? "5.0-rewritten" : name;
}

/**
 * Reads what a release has around the changes, and fills in what `view` gives to add. The development
 * branch's own decoder stays where it reads all that is wanted, and else gives way to ours.
 */
export function readRelease(name: ReleaseName, view: CView): Release {
  const file = changesFor(name, view);
  const data: Release<PartData> = JSON.parse(readTemplate(`tcpdump/${file}.json`));
  const hunks = data.hunks.map((hunk) => {
    return { ...hunk, parts: hunk.parts.map((part) => readPart(part, view)) };
  });
  return { ...data, hunks };
}

function readPart(part: PartData, view: CView): Part {
  if ("keep" in part) return part;
  const { anchor = "", remove = [], template = "", optional = false } = part;
  const filled = template && renderTemplate(`tcpdump/${template}`, view).split("\n").slice(0, -1);
  const add = filled || (part.add ?? []);
  return { anchor, remove, add, madeOf: MADE_OF[template] ?? "fixed lines", optional };
}

/** What is left to change where the changes of another view have been made. */
export function changesBetween(before: Release, after: Release): Release {
  let shift = 0;
  const hunks = after.hunks.map((hunk, at) => {
    const made = before.hunks[at]?.parts ?? [];
    const line = hunk.line + shift;
    const parts = hunk.parts.map((part, index) => {
      const other = made[index];
      if ("keep" in part || other === undefined || "keep" in other) return part;
      if (hunk.patch === undefined) shift += other.add.length - other.remove.length;
      return { ...part, remove: other.add };
    });
    return { ...hunk, line, parts };
  });
  return { ...after, hunks };
}

/** The rows of upstream's table, and those that come in their place. */
export function tableRows({ hunks }: Release) {
  const changes = hunks.flatMap(({ parts }) =>
    parts.flatMap((part) => ("keep" in part ? [] : part)),
  );
  const table = changes.find(({ madeOf }) => madeOf === "the table");
  return { upstream: rowsOf(table?.remove ?? []), ours: rowsOf(table?.add ?? []) };
}

/** The texts of `{ 14, "Connection timeout" },` by their codes, as C writes them. */
function rowsOf(lines: readonly string[]): ReadonlyMap<number, string> {
  return new Map(
    lines.flatMap((line) => {
      const [, code, text] = /^ *\{ (\d+), "(.*)" \},$/.exec(line) ?? [];
      return code === undefined || text === undefined ? [] : [[Number(code), text] as const];
    }),
  );
}

/** What a commit says of the tests that it adds, and how tcpdump's suite finds them. */
interface AddedTests {
  readonly subject: string;
  readonly message: readonly string[];
  /** A list that tcpdump 4.99 finds by its ending. */
  readonly list?: TestFile;
  /** Lines for the list of the development branch, which has no other, and those around them. */
  readonly place?: ListPlace;
}

interface ListPlace {
  readonly file: string;
  readonly line: number;
  readonly before: readonly string[];
  readonly lines: string;
  readonly after: readonly string[];
}

/** As templates/tcpdump has it: lists and lines are names of files. */
interface TestsData extends Omit<AddedTests, "list"> {
  readonly list?: string;
}

/** Reads what is said of a release's tests; the files themselves are made with the samples. */
export function readTests(name: ReleaseName): AddedTests {
  const data: Readonly<Record<ReleaseName, TestsData>> = JSON.parse(
    readTemplate("tcpdump/tests.json"),
  );
  const { list, place, ...texts } = data[name];
  const read = (file: string) => readTemplate(`tcpdump/tests/${file}`);
  return {
    ...texts,
    ...(list !== undefined && { list: { name: list, content: Buffer.from(read(list)) } }),
    ...(place && { place: { ...place, lines: read(place.lines) } }),
  };
}

/** The files as they stand in tcpdump's source folder, with the list that names them. */
export function testFiles({ list }: AddedTests, files: readonly TestFile[]) {
  return [...files, ...(list ? [list] : [])].map(({ name, content }) => {
    return { path: `tests/${name}`, content };
  });
}

/** The diff that adds them, captures in git's binary form. */
export function testsPatch(tests: AddedTests, files: readonly TestFile[]): string {
  const added = testFiles(tests, files).map(({ path, content }) => {
    return { path, content: path.endsWith(".pcap") ? content : Buffer.from(content).toString() };
  });
  return listPatch(tests) + newFiles(added);
}

function listPatch({ place }: AddedTests): string {
  if (!place) return "";
  const { file, line, before, lines, after } = place;
  const add = lines.split("\n").slice(0, -1);
  return patchText({
    file,
    hunks: [{ line, parts: [{ keep: before }, { remove: [], add }, { keep: after }] }],
  });
}
