import type { Model } from "../../model/model.js";
import { VENDOR_CODE_FILTER } from "../text/filter-names.js";
import { filteredGroups } from "./cause-filter.js";
import { parseColour, type Rgb, textColourOn } from "./colour.js";
import { RESET_COLOURS } from "./reset-colours.js";

/** One colour rule; the first of the list that selects a packet paints it. */
export interface ColourRule {
  readonly name: string;
  readonly filter: string;
  readonly background: Rgb;
}

interface RuleData {
  readonly name: string;
  readonly filter: string;
  readonly colour: string;
}

/** Resets whose payload has no cause, or none that counts: ahead of the groups. */
const DAMAGED: readonly RuleData[] = [
  { name: "RST: malformed reason", filter: "rstdiag.malformed", colour: RESET_COLOURS.malformed },
  {
    name: "RST: truncated reason",
    filter: 'rstdiag.status == "truncated"',
    colour: RESET_COLOURS.truncated,
  },
];

/** The other resets; the last rule paints resets where the plugin is not installed, too. */
const UNGROUPED: readonly RuleData[] = [
  { name: "RST: reason of a vendor", filter: VENDOR_CODE_FILTER, colour: RESET_COLOURS.vendor },
  { name: "RST: other reason or payload", filter: "rstdiag", colour: RESET_COLOURS.other },
  {
    name: "RST without a known reason",
    filter: "tcp.flags.reset == 1",
    colour: RESET_COLOURS.reasonless,
  },
];

/** What happens around a reset, in pale colours. */
const AROUND: readonly RuleData[] = [
  {
    name: "ICMP error",
    filter: "icmp.type in {3, 5, 11, 12} || icmpv6.type < 128",
    colour: "#D9EFE6",
  },
  {
    name: "TCP trouble",
    filter: "tcp.analysis.flags && !tcp.analysis.window_update && !tcp.analysis.keep_alive_ack",
    colour: "#F7DFD0",
  },
  {
    name: "TCP begin or end",
    filter: "tcp.flags.syn == 1 || tcp.flags.fin == 1",
    colour: "#E4E4EC",
  },
];

/** All rules in their order. */
export function colourRules(model: Model): readonly ColourRule[] {
  const groups = filteredGroups(model).map(({ title, filter, colour }) => ({
    name: `RST: ${title}`,
    filter,
    colour,
  }));
  return [...DAMAGED, ...groups, ...UNGROUPED, ...AROUND].map(({ colour, ...rule }) => ({
    ...rule,
    background: parseColour(colour),
  }));
}

/** The lines of Wireshark's `colorfilters`: `@name@filter@[background][text]`, 16 bits a colour. */
export function colourRuleLines(model: Model): readonly string[] {
  return colourRules(model).map(
    ({ name, filter, background }) =>
      `@${name}@${filter}@${components(background)}${components(textColourOn(background))}`,
  );
}

function components(colour: Rgb): string {
  return `[${colour.map((component) => component * 257).join(",")}]`;
}
