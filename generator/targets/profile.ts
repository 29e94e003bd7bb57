import { zipSync } from "fflate";
import { provenanceLines } from "../model/model.js";
import { colouringRules, colourRuleLines, graphLines } from "./profile/colour-rules.js";
import { buttonLines, captureFilters, displayFilters } from "./profile/named-filters.js";
import { filterList, lineComment } from "./rendering/escape.js";
import { renderTemplate, type Target } from "./rendering/target.js";

/** What Wireshark calls the profile, and so the name of its folder. */
const NAME = "TCP resets";

/** The first day that a zip knows; it has no time zone, so these are local parts. */
const FIRST_DAY = new Date(1980, 0, 1);

/** The profile for the work on resets: as a folder to copy, and as a file to import. */
export const target: Target = (model) => {
  const view = {
    header: provenanceLines(model).map(lineComment),
    colourRules: colourRuleLines(model),
    colouringRules: colouringRules(model),
    buttons: buttonLines(model),
    graphs: graphLines(model),
  };
  const fill = (name: string) => renderTemplate(`profile/${name}`, view);
  const contents = {
    preferences: fill("preferences"),
    recent: fill("recent"),
    colorfilters: fill("colorfilters"),
    "coloring_rules.jsonc": fill("coloring_rules.jsonc"),
    dfilter_buttons: fill("dfilter_buttons"),
    dfilters: filterList(displayFilters(model)),
    cfilters: filterList(captureFilters(model)),
    io_graphs: fill("io_graphs"),
  };
  const files = Object.entries(contents).map(([name, content]) => {
    return { path: `${NAME}/${name}`, content };
  });
  const encoded = files.map(({ path, content }) => [path, Buffer.from(content)] as const);
  // Octets that depend on nothing but the files: of one day, without attributes of a system, and
  // stored, since another release of a compressor would compress otherwise.
  const settings = { level: 0, mtime: FIRST_DAY, os: 0, attrs: 0 } as const;
  const zip = zipSync(Object.fromEntries(encoded), settings);
  return [
    ...files.map(({ path, content }) => ({ path: `wireshark/profiles/${path}`, content })),
    { path: "wireshark/tcp-resets-profile.zip", content: zip },
  ];
};
