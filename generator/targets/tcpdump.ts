import { type Model, provenanceLines } from "../model/model.js";
import { cView } from "./tcpdump/c-view.js";
import { patchText, RELEASES, type Release, readRelease } from "./tcpdump/release.js";
import { testFiles } from "./tcpdump/test-files.js";
import { cComment } from "./text/escape.js";
import { type OutputFile, renderTemplate, type Target } from "./text/target.js";

/** A patch of print-tcp.c for each line of tcpdump's releases, and the tests that go with it. */
export const target: Target = (model, generator) => {
  const view = cView(model, generator);
  const releases = RELEASES.map((name) => readRelease(name, view));
  return [
    ...releases.map((release) => patchFile(model, release)),
    ...testFiles(model, generator),
    { path: "tcpdump/README", content: renderTemplate("tcpdump/README", {}) },
  ];
};

function patchFile(model: Model, release: Release): OutputFile {
  const preamble = renderTemplate("tcpdump/preamble", {
    versions: release.versions,
    specification: cComment(model.specification),
    header: provenanceLines(model),
  });
  const content = preamble + patchText(release);
  return { path: `tcpdump/rst-diagnostic-${release.name}.patch`, content };
}
