import { type Model, provenanceLines } from "../model/model.js";
import { cComment, lineComment } from "./rendering/escape.js";
import { readTemplate } from "./rendering/read-template.js";
import { patchText, tableDifferences } from "./rendering/source-patch.js";
import { type OutputFile, renderTemplate, type Target } from "./rendering/target.js";
import { cView } from "./tcpdump/c-view.js";
import { LIST_FILE, LIST_LINES, TESTS_FOLDER } from "./tcpdump/edit-tree.js";
import { RELEASES, type Release, readRelease, tableRows } from "./tcpdump/release.js";

/**
 * A patch of print-tcp.c for each line of tcpdump's releases, a second one where upstream has another
 * table of causes, and the lists of the tests that go with them: what they read, captures and what
 * must be printed of them, is made with the samples.
 */
export const target: Target = (model, generator) => {
  const view = cView(model, generator);
  const patches = RELEASES.flatMap((name) => {
    const release = readRelease(name, view);
    const path = `tcpdump/rst-diagnostic-${name}`;
    return [
      ...patchFile(model, `${path}.patch`, release, patchText(release)),
      ...patchFile(model, `${path}-table.patch`, aboutTable(release), patchText(release, "table")),
    ];
  });
  const lists = [LIST_FILE, LIST_LINES].map((name) => {
    return { path: `${TESTS_FOLDER}/${name}`, content: readTemplate(`tcpdump/tests/${name}`) };
  });
  return [
    ...patches,
    ...lists,
    { path: "tcpdump/README", content: readTemplate("tcpdump/README") },
  ];
};

/** What the message of a commit is made of. */
type Message = Pick<Release, "versions" | "subject" | "message" | "changes">;

/** No author: whoever commits it is. None where there is nothing to change. */
function patchFile(
  model: Model,
  path: string,
  message: Message,
  patch: string,
): readonly OutputFile[] {
  if (patch === "") return [];
  const [_doNotEdit, ...header] = provenanceLines(model);
  const preamble = renderTemplate("tcpdump/preamble", {
    ...message,
    specification: cComment(model.specification),
    revision: cComment(model.revision),
    header: header.map(lineComment),
  });
  return [{ path, content: preamble + patch }];
}

/** The message of the patch that changes upstream's table, with each difference. */
function aboutTable(release: Release): Message {
  const { upstream, ours } = tableRows(release);
  return {
    versions: release.versions,
    subject: "TCP: Update the causes of RST payloads",
    message: [
      "Reason codes whose text is another one, or new:",
      "",
      ...tableDifferences(upstream, ours),
    ],
    changes: ["TCP: Update the causes of RST diagnostic payloads."],
  };
}
