import { isProduction, type Model, provenanceLines } from "../model/model.js";
import { isShape } from "../model/payload.js";
import { cComment, lineComment } from "./rendering/escape.js";
import { readTemplate } from "./rendering/read-template.js";
import { patchText, tableDifferences } from "./rendering/source-patch.js";
import { renderTemplate, type Target, type TestFile } from "./rendering/target.js";
import { type CView, cView } from "./tcpdump/c-view.js";
import {
  type CommitTexts,
  changesBetween,
  RELEASES,
  type Release,
  type ReleaseName,
  readRelease,
  readTests,
  tableRows,
  testsPatch,
} from "./tcpdump/release.js";

/**
 * Patches for each line of tcpdump's releases: of print-tcp.c, of upstream's table of causes where
 * that is another one, and of the test suite, where its files are given. The last one has captures,
 * which patch(1) refuses, so that it is one of its own.
 */
export const target: Target = (model, generator) => {
  const view = cView(model, generator);
  const inputs = usedInputs(model, generator.tcpdumpGuesses);
  const patches = RELEASES.flatMap((name) => {
    const release = readRelease(name, view);
    const series = [
      ...sourceMails(name, view, release),
      { ...aboutTable(release), end: "-table", diff: patchText(release, "table") },
      ...testsMails(name, generator.upstreamTests?.[name]),
    ].filter(({ diff }) => diff !== "");
    return series.map(({ end, diff, ...mail }, at) => {
      const { versions, header } = release;
      const place = { versions, header, number: at + 1, count: series.length };
      const content =
        preamble({ ...model, inputs }, { ...place, tools: BOTH_TOOLS, ...mail }) + diff;
      return { path: `tcpdump/rst-diagnostic-${name}${end}.patch`, content };
    });
  });
  return [...patches, { path: "tcpdump/README", content: readTemplate("tcpdump/README") }];
};

const CHANGES_PLACE = 'CHANGES, under "Refine protocol decoding for:":';
const BOTH_TOOLS = "git am, git apply, or patch -p1 -F0";
const GIT_ALONE = "git am or git apply; patch(1) takes no captures";

/** What the message of a commit is made of. */
interface Message extends CommitTexts, Pick<Release, "versions" | "header"> {
  readonly tools: string;
  readonly number: number;
  readonly count: number;
}

/** One of the patches of a release: the end of its file's name, its texts and its diff. */
interface Mail extends CommitTexts, Partial<Pick<Message, "header" | "tools">> {
  readonly end: string;
  readonly diff: string;
}

/** No author: whoever commits it is. */
function preamble(model: Model, message: Message): string {
  const [_doNotEdit, ...provenance] = provenanceLines(model);
  const changes = message.changes.map((line) => `  ${line}`);
  return renderTemplate("tcpdump/preamble", {
    ...message,
    changes: changes.length > 0 ? [CHANGES_PLACE, ...changes] : [],
    specification: cComment(model.specification),
    revision: cComment(model.revision),
    provenance: provenance.map(lineComment),
  });
}

/** The files that made the patches' C; none of other revisions, and none that only others read. */
function usedInputs(model: Model, guesses = false): Model["inputs"] {
  const unread = guesses ? [] : model.formats.filter(isShape).map(({ registry }) => registry);
  const others = model.diagnosticFormats.flatMap(({ registry }) => registry.others);
  const unused = [
    "enterprise-numbers.txt",
    ...unread.map(({ id }) => `${id}.`),
    ...others.map(({ id, revision = "" }) => `${id}.${revision}.`),
    ...model.vendors.filter(({ pen }) => !isProduction(model, pen)).map(({ pen }) => `${pen}.`),
  ];
  return model.inputs.filter(({ path }) => {
    const name = path.slice(path.lastIndexOf("/") + 1);
    return !unused.some((start) => name.startsWith(start));
  });
}

/** What is printed anew of valid payloads is a commit of its own where upstream reads them already. */
function sourceMails(name: ReleaseName, view: CView, release: Release): readonly Mail[] {
  const { subject, message, changes, numbers } = release;
  const texts = { subject, message, changes };
  if (!numbers) return [{ ...texts, end: "", diff: patchText(release) }];
  const first = readRelease(name, { ...view, hasNumbers: false, hasVendors: false, vendors: [] });
  return [
    { ...texts, end: "", diff: patchText(first) },
    { ...numbers, end: "-numbers", diff: patchText(changesBetween(first, release)) },
  ];
}

/** The patch that changes upstream's table, with each difference. */
function aboutTable(release: Release): CommitTexts {
  const { upstream, ours } = tableRows(release);
  return {
    subject: "TCP: Update the causes of RST payloads",
    message: [
      "Reason codes whose text is another one, or new:",
      "",
      ...tableDifferences(upstream, ours),
    ],
    changes: ["TCP: Update the causes of RST diagnostic payloads."],
  };
}

/** The patch that adds tests, where there are some. */
function testsMails(name: ReleaseName, files: readonly TestFile[] = []): readonly Mail[] {
  if (files.length === 0) return [];
  const tests = readTests(name);
  const { subject, message } = tests;
  const texts = { subject, message, changes: [], header: [], tools: GIT_ALONE };
  return [{ ...texts, end: "-tests", diff: testsPatch(tests, files) }];
}
