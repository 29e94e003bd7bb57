import { Buffer } from "node:buffer";
import type { Model } from "../../model/model.js";
import type { CaptureForm } from "../text/capture-filter.js";
import { resetFilter, VENDOR_CODE_FILTER } from "../text/reset-filter.js";
import { filteredGroups } from "./buttons.js";
import { RESET_COLOURS } from "./colour-rules.js";

/**
 * Writes text as a string of the display filter language. `@` would end a filter in a file of
 * colour rules, which has no escape of its own; `$` would begin a macro, in strings too.
 */
export function filterString(text: string): string {
  const inside = text.replace(/["\\]/g, "\\$&").replaceAll("@", "\\x40").replaceAll("$", "\\x24");
  return `"${inside}"`;
}

/** Writes text as a field of Wireshark's own tables, with its escape for octets. */
export function tableField(text: string): string {
  const octets = [...Buffer.from(text, "utf8")];
  return `"${octets.map(tableOctet).join("")}"`;
}

/** Writes text as the name of a filter in a list. */
export function filterListName(text: string): string {
  return `"${text.replace(/["\\]/g, "\\$&")}"`;
}

/** Text for a one-line comment behind `# `: 7-bit and without a line end. */
export function profileComment(text: string): string {
  return text.replace(/[^\x20-\x7e]/gu, "?");
}

function tableOctet(octet: number): string {
  const character = String.fromCharCode(octet);
  const isPlain = octet >= 0x20 && octet < 0x7f && character !== '"' && character !== "\\";
  return isPlain ? character : `\\x${octet.toString(16).padStart(2, "0")}`;
}

/** A display filter and what people call it. */
export interface NamedFilter {
  readonly name: string;
  readonly filter: string;
}

/** What can be told of a reset whatever its cause is. */
export const STATE_FILTERS: readonly NamedFilter[] = [
  { name: "Any", filter: "tcp.flags.reset == 1" },
  { name: "With a reason", filter: 'rstdiag && rstdiag.standing != "guess"' },
  { name: "With a guess", filter: 'rstdiag.standing == "guess"' },
  { name: "Without a payload", filter: "tcp.flags.reset == 1 && !rstdiag" },
  { name: "Malformed", filter: "rstdiag.malformed" },
  { name: "Truncated", filter: "rstdiag.truncated" },
  { name: "Unknown code", filter: "rstdiag.unknown_code" },
  { name: "Vendor", filter: VENDOR_CODE_FILTER },
  { name: "Unknown vendor", filter: "rstdiag.unknown_vendor" },
  { name: "Read otherwise by another revision", filter: "rstdiag.other_reading" },
];

/** All saved display filters: the states, then the groups of causes. */
function displayFilters(model: Model): readonly NamedFilter[] {
  return [
    ...STATE_FILTERS.map(({ name, filter }) => ({ name: `Reset: ${name}`, filter })),
    ...filteredGroups(model).map(({ title, filter }) => ({
      name: `Reset cause: ${title}`,
      filter,
    })),
  ];
}

/** The lines of Wireshark's `dfilters`. */
export function displayFilterLines(model: Model): readonly string[] {
  return displayFilters(model).map(({ name, filter }) => `${filterListName(name)} ${filter}`);
}

/** RST has the third bit of the flags; TCP's header begins at octet 40 behind that of IPv6. */
const CAPTURED_RESETS = "tcp[13] & 4 != 0 or (ip6[6] = 6 and ip6[53] & 4 != 0)";

/** Like the filter of all resets, without extension headers. */
const USUAL: CaptureForm = { carriers: ["ipv4", "ipv6"], vlan: false };

/** All resets, then those of each format. */
function captureFilters(model: Model): readonly NamedFilter[] {
  return [
    { name: "TCP resets", filter: CAPTURED_RESETS },
    ...model.diagnosticFormats.map((format) => ({
      name: `TCP resets with a reason: ${format.title}`,
      filter: resetFilter(model, { kind: "format" }, [format]).capture(USUAL),
    })),
  ];
}

/** The lines of Wireshark's `cfilters`. */
export function captureFilterLines(model: Model): readonly string[] {
  return captureFilters(model).map(({ name, filter }) => `${filterListName(name)} ${filter}`);
}

interface Graph {
  readonly title: string;
  readonly filter: string;
  readonly colour: string;
}

/** As a line above the bars. */
const RESETS: Graph = { title: "TCP resets", filter: "tcp.flags.reset == 1", colour: "#333333" };

const MALFORMED: Graph = {
  title: "Malformed reason",
  filter: "rstdiag.malformed",
  colour: RESET_COLOURS.malformed,
};

const NO_REASON: Graph = {
  title: "No reason",
  filter: "tcp.flags.reset == 1 && !rstdiag",
  colour: RESET_COLOURS.reasonless,
};

/**
 * The lines of Wireshark's `io_graphs`: a line for all resets, and bars of which each reset is in
 * one. Newer versions have further columns, with defaults.
 */
export function graphLines(model: Model): readonly string[] {
  const groups = filteredGroups(model).map(({ filter, ...group }) => ({
    ...group,
    filter: `rstdiag.status == "valid" && (${filter})`,
  }));
  const grouped = groups.map(({ filter }) => ` && !(${filter})`).join("");
  const other: Graph = {
    title: "Other reason",
    filter: `rstdiag && !rstdiag.malformed${grouped}`,
    colour: RESET_COLOURS.other,
  };
  const bars = [...groups, other, MALFORMED, NO_REASON];
  return [graphLine("Line", RESETS), ...bars.map((bar) => graphLine("Stacked Bar", bar))];
}

function graphLine(style: string, { title, filter, colour }: Graph): string {
  const columns = ["Enabled", title, filter, colour, style, "Packets", "", "None", "1"];
  return columns.map(tableField).join(",");
}
