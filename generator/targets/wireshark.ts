import { createHash } from "node:crypto";
import {
  BLANK,
  COMBINING_MARKS,
  type CodePoints,
  INVISIBLE,
  UNPRINTABLE,
} from "../model/code-points.js";
import type { Standing } from "../model/format.js";
import { type Model, provenanceLines } from "../model/model.js";
import { MULTIPATH_REASONS } from "../model/multipath-reasons.js";
import { MAX_TEXT_CHARACTERS, MOST_MARKS } from "../model/text.js";
import type { SOURCES } from "../model/value-strings.js";
import { MAGIC_FILTER, VENDOR_CODE_FILTER } from "./filters/reset-filter.js";
import { lineComment } from "./rendering/escape.js";
import { hex } from "./rendering/layout.js";
import { readTemplate } from "./rendering/read-template.js";
import { renderTemplate, type Target } from "./rendering/target.js";
import { explanationPart } from "./wireshark/compiled-explanation.js";
import {
  findingMembers,
  formatTable,
  LuaCode,
  type LuaValue,
  luaValue,
  ownFieldTable,
  registryTables,
  vendorTables,
} from "./wireshark/data.js";
import { OWN_EXPERTS, ownFields, payloadFields } from "./wireshark/fields.js";

/** What follows the data, in its order; each part builds on those before it. */
const PARTS = [
  "protocol",
  "registry",
  "text",
  "payload",
  "statistics",
  "fast",
  "trigger",
  "segments",
];

/** The explanation, by which Wireshark shows and prints what the capture shows of each reset. */
const EXPLANATION_PARTS = [
  "headers",
  "fragments",
  "frames",
  "explain/guard",
  "explain/capture",
  "explain/print",
  "explain/show",
  "explain/opening",
  "explain/window",
  "explain/passes",
];

/** Another statement of a reason in an RST segment than a payload. */
interface OtherSource {
  readonly name: Exclude<keyof typeof SOURCES, "payload">;
  /** The field that Wireshark has of it. */
  readonly field: string;
  readonly standing: Standing;
  /** The words of its values; absent where the field has words. */
  readonly texts?: ReadonlyMap<number, string>;
  /** Any segment can have it, so it counts only where nothing else is stated. */
  readonly is_last?: true;
}

const OTHER_SOURCES: readonly OtherSource[] = [
  {
    name: "MP_TCPRST option",
    field: "tcp.options.mptcp.rst_reason",
    standing: "specified",
    texts: new Map(MULTIPATH_REASONS.entries()),
  },
  { name: "F5 trailer", field: "f5ethtrailer.rstcausetxt", standing: "specified" },
  {
    name: "NetScaler window",
    field: "tcp.nstrace.rst.window_error_code",
    standing: "guess",
    is_last: true,
  },
];

/** The Lua dissector, one file: Wireshark runs every file of a plugin folder on its own. */
export const target: Target = (model, { version }) => {
  const member = (name: string, value: LuaValue) => luaValue(value, 2, `  ${name} = `.length);
  const data = renderTemplate("wireshark/data.lua", {
    header: provenanceLines(model).map(lineComment),
    titleComment: lineComment(model.title),
    title: member("title", model.title),
    version: member("version", `${version}, ${model.revision}, inputs ${inputsDigest(model)}`),
    registries: member("registries", registryTables(model)),
    vendors: member("vendors", vendorTables(model)),
    formats: member("formats", model.formats.map(formatTable)),
    payloadFields: member(
      "payload_fields",
      payloadFields(model).map((field) => ({ ...field })),
    ),
    ownFields: member(
      "own_fields",
      ownFields(model).map((field) => ownFieldTable(field)),
    ),
    experts: member("experts", OWN_EXPERTS),
    otherSources: member(
      "other_sources",
      OTHER_SOURCES.map((source) => ({ ...source })),
    ),
    findingMembers: member("finding_members", findingMembers()),
    vendorCodeField: member("vendor_code_field", VENDOR_CODE_FILTER),
    magicField: member("magic_field", MAGIC_FILTER),
    unprintable: member("unprintable", codesOf(UNPRINTABLE)),
    unseen: member("unseen", codesOf([...UNPRINTABLE, ...INVISIBLE, ...BLANK])),
    marks: member("marks", codesOf(COMBINING_MARKS)),
    mostMarks: MOST_MARKS,
    longestText: MAX_TEXT_CHARACTERS,
  });
  const parts = PARTS.map((part) => blockOf(readTemplate(`wireshark/${part}.lua`)));
  const explanation = EXPLANATION_PARTS.map((part) =>
    blockOf(readTemplate(`wireshark/${part}.lua`)),
  );
  const content = [data, ...parts, explanationPart(), ...explanation].join("\n");
  return [{ path: "wireshark/rstdiag.lua", content }];
};

/** The first and the last of each range, in their order, so that one is found by halves. */
function codesOf(ranges: readonly CodePoints[]): LuaValue {
  const sorted = [...ranges].sort(([one], [other]) => one - other);
  return sorted.flat().map((code) => new LuaCode(hex(code, 8)));
}

/** Lua has at most 200 locals in a function: those of a part stay in it, below its title. */
function blockOf(part: string): string {
  const [title = ""] = part.split("\n\n", 1);
  const body = part.slice(title.length + 2).replace(/^(?=.)/gm, "  ");
  return `${title}\ndo\n${body}end\n`;
}

/** Twelve hexadecimal digits that are others where an input is another: `3f0c5e1a9b27`. */
export function inputsDigest({ inputs }: Model): string {
  const lines = inputs.map(({ path, digest }) => `${path} ${digest}\n`);
  return createHash("sha256").update(lines.join("")).digest("hex").slice(0, 12);
}
