import { inputsDigest, provenanceLines } from "../model/model.js";
import { MAX_TEXT_CHARACTERS, UNPRINTABLE } from "../model/text.js";
import { wrapText } from "./text/layout.js";
import { luaComment, luaString } from "./text/lua-text.js";
import { VENDOR_CODE_FILTER } from "./text/reset-filter.js";
import { renderTemplate, type Target } from "./text/target.js";
import { fieldViews } from "./wireshark/field-view.js";
import { formatView } from "./wireshark/format-view.js";
import { isPacked, preferencesOf, registryView } from "./wireshark/registry-view.js";

/** The parts of the script in their order; each one builds on those before it. */
const PARTS = [
  "preamble",
  "registries",
  "words",
  "text",
  "vendor-files",
  "fields",
  "formats",
  "preferences",
  "recognition",
  "tally",
  "payload",
  "context",
  "octets",
  "segments",
  "statistics",
];

/** A column of a script is as wide as one of ours. */
const LINE_COLUMNS = 96;

/** The Lua dissector, one file: Wireshark runs every file of a plugin folder on its own. */
export const target: Target = (model, { version }) => {
  const packed = isPacked(model);
  const view = {
    header: provenanceLines(model).map(luaComment),
    title: luaString(model.title),
    titleComment: luaComment(model.title),
    version: luaString(`${version}, ${model.revision}, inputs ${inputsDigest(model)}`),
    registries: model.registries.map((registry) => registryView(model, registry, packed)),
    vendors: model.vendors.map(({ pen, organisation, registry }) => ({
      pen,
      organisation: luaString(organisation ?? ""),
      hasOrganisation: organisation !== undefined,
      ...registryView(model, registry, packed),
    })),
    ...fieldViews(model),
    maxTextCharacters: MAX_TEXT_CHARACTERS,
    vendorCode: luaString(VENDOR_CODE_FILTER),
    formats: model.formats.map(formatView),
    preferences: preferencesOf(model),
    unprintable: wrapText(
      UNPRINTABLE.map(([first, last]) => `0x${hexOf(first)}, 0x${hexOf(last)},`).join(" "),
      LINE_COLUMNS,
    ),
  };
  const parts = PARTS.map((part) => renderTemplate(`wireshark/${part}.lua`, view));
  return [{ path: "wireshark/rstdiag.lua", content: parts.join("\n") }];
};

function hexOf(codePoint: number): string {
  return codePoint.toString(16).toUpperCase().padStart(2, "0");
}
