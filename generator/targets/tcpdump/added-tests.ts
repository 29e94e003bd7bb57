import { newFiles } from "../rendering/git-patch.js";
import { readTemplate } from "../rendering/read-template.js";
import { patchText } from "../rendering/source-patch.js";
import type { TestFile } from "../rendering/target.js";
import type { ReleaseName } from "./release.js";

/** What a commit says of the tests that it adds, and how tcpdump's suite finds them. */
export interface AddedTests {
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
