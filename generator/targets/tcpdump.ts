import type { Model } from "../model/model.js";
import { provenanceLines } from "../model/provenance.js";
import { cView } from "./tcpdump/c-view.js";
import { patchText } from "./tcpdump/patch-text.js";
import { RELEASES, type Release, readRelease } from "./tcpdump/release.js";
import { testFiles } from "./tcpdump/test-files.js";
import { cComment } from "./text/c-text.js";
import type { OutputFile, Target } from "./text/target.js";
import { renderTemplate } from "./text/template.js";

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
