import { provenanceLines } from "../model/provenance.js";
import { buttonLines } from "./profile/buttons.js";
import { captureFilterLines } from "./profile/capture-filters.js";
import { colourRuleLines } from "./profile/colour-rules.js";
import { displayFilterLines } from "./profile/display-filters.js";
import { graphLines } from "./profile/graphs.js";
import { makeZip } from "./profile/make-zip.js";
import { profileComment } from "./profile/profile-text.js";
import type { OutputFile, Target } from "./text/target.js";
import { renderTemplate } from "./text/template.js";

/** What Wireshark calls the profile, and so the name of its folder. */
const NAME = "TCP resets";

/** Wireshark's own names of the files; each one has a template. */
const FILES = [
  "preferences",
  "recent",
  "colorfilters",
  "dfilter_buttons",
  "dfilters",
  "cfilters",
  "io_graphs",
] as const;

/** The profile for the work on resets: as a folder to copy, and as a file to import. */
export const target: Target = (model) => {
  const view = {
    header: provenanceLines(model).map(profileComment),
    colourRules: colourRuleLines(model),
    buttons: buttonLines(model),
    displayFilters: displayFilterLines(model),
    captureFilters: captureFilterLines(model),
    graphs: graphLines(model),
  };
  const files = FILES.map((name) => ({
    path: `${NAME}/${name}`,
    content: renderTemplate(`profile/${name}`, view),
  }));
  return [
    ...files.map(
      ({ path, content }): OutputFile => ({ path: `${FOLDER}/profiles/${path}`, content }),
    ),
    { path: `${FOLDER}/tcp-resets-profile.zip`, content: makeZip(files) },
  ];
};

const FOLDER = "wireshark";
