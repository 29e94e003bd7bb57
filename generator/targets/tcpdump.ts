import { provenanceLines } from "../model/model.js";
import { cComment, lineComment } from "./rendering/escape.js";
import { readTemplate, renderTemplate, type Target } from "./rendering/target.js";
import { cView } from "./tcpdump/c-view.js";
import { LIST_FILE, LIST_LINES, TESTS_FOLDER } from "./tcpdump/edit-tree.js";
import { patchText, RELEASES, readRelease } from "./tcpdump/release.js";

/**
 * A patch of print-tcp.c for each line of tcpdump's releases, and the lists of the tests that go
 * with it: what they read, captures and what must be printed of them, is made with the samples.
 */
export const target: Target = (model, generator) => {
  const view = cView(model, generator);
  const patches = RELEASES.map((name) => {
    const release = readRelease(name, view);
    const preamble = renderTemplate("tcpdump/preamble", {
      versions: release.versions,
      specification: cComment(model.specification),
      header: provenanceLines(model).map(lineComment),
    });
    const path = `tcpdump/rst-diagnostic-${name}.patch`;
    return { path, content: preamble + patchText(release) };
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
