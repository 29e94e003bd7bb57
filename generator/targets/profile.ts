import { zipSync } from "fflate";
import { type Model, provenanceLines } from "../model/model.js";
import { VENDOR_CODE_FILTER } from "./filters/reset-filter.js";
import {
  BENIGN_FILTER,
  buttonLines,
  captureFilters,
  displayFilters,
  filteredGroups,
  STATED_FILTER,
} from "./profile/named-filters.js";
import { filterList, lineComment, tableLine } from "./rendering/escape.js";
import { renderTemplate, type Target } from "./rendering/target.js";

/** Red, green and blue, 0 to 255. */
export type Rgb = readonly [red: number, green: number, blue: number];

const BLACK: Rgb = [0, 0, 0];
const WHITE: Rgb = [255, 255, 255];

/** Reads `#RRGGBB`. */
export function parseColour(text: string): Rgb {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) =>
    Number.parseInt(text.slice(at, at + 2), 16),
  );
  return [red, green, blue];
}

/** Black or white, as is read better on a background; one of them has 4.5:1 against any colour. */
export function textColourOn(background: Rgb): Rgb {
  return contrast(background, BLACK) >= contrast(background, WHITE) ? BLACK : WHITE;
}

/** The contrast ratio of two colours, 1 to 21 (WCAG 2.2, "contrast ratio"). */
export function contrast(one: Rgb, other: Rgb): number {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

/** WCAG 2.2, "relative luminance". */
function luminance(colour: Rgb): number {
  const [red = 0, green = 0, blue = 0] = colour.map(toLinear);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** A component of sRGB as a share of light, 0 to 1. */
export function toLinear(component: number): number {
  const share = component / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
}

/** Packets that have a colour, `#RRGGBB`: as background of a rule, or in a graph. */
interface Coloured {
  readonly name: string;
  readonly filter: string;
  readonly colour: string;
  /** Of the text, `#RRGGBB`; else black or white. */
  readonly text?: string;
}

const MALFORMED = { filter: "rstdiag.malformed", colour: "#000000" };
const OTHER = "#C4C4C4";
const REASONLESS = "#5A5A5A";

/** Resets whose payload has no cause, or none that counts: ahead of the groups. */
const DAMAGED: readonly Coloured[] = [
  { name: "RST: malformed reason", ...MALFORMED },
  { name: "RST: truncated reason", filter: 'rstdiag.status == "truncated"', colour: "#6B4C2F" },
];

/** By which nobody lost anything: dimmed, whatever the cause is. */
const BENIGN = { filter: BENIGN_FILTER, colour: "#DCE4F0", text: "#5A5A5A" };

/** Also those after another one, which has the cause. */
const BENIGN_OR_LATER: Coloured = {
  ...BENIGN,
  name: "RST: benign",
  filter: `${BENIGN_FILTER} || (rstdiag.reset_before && !rstdiag.reset_cause)`,
};

/** The other resets; the last rule paints resets where the plugin is not installed, too. */
const UNGROUPED: readonly Coloured[] = [
  { name: "RST: reason of a vendor", filter: VENDOR_CODE_FILTER, colour: "#FFFFFF" },
  { name: "RST: other reason or payload", filter: STATED_FILTER, colour: OTHER },
  { name: "RST without a known reason", filter: "tcp.flags.reset == 1", colour: REASONLESS },
];

/** What happens around a reset, in pale colours. */
const AROUND: readonly Coloured[] = [
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

/** All rules in their order: the first that selects a packet paints it. */
export function colourRules(model: Model): readonly Coloured[] {
  const groups = filteredGroups(model).map(({ title, filter, colour }) => {
    return { name: `RST: ${title}`, filter, colour };
  });
  return [...DAMAGED, BENIGN_OR_LATER, ...groups, ...UNGROUPED, ...AROUND];
}

/** The lines of Wireshark's `colorfilters`: `@name@filter@[background][text]`, 16 bits a colour. */
function colourRuleLines(model: Model): readonly string[] {
  return colourRules(model).map((rule) => {
    const { background, foreground } = coloursOf(rule);
    return `@${rule.name}@${rule.filter}@${components(background)}${components(foreground)}`;
  });
}

/**
 * The rules as Wireshark 5.0 has them: objects with one member each, named as the rule. It reads
 * `colorfilters` first, and puts what has the same name in its place, so the order stays.
 */
function colouringRules(model: Model): string {
  const rules = colourRules(model).map((rule) => {
    const { background, foreground } = coloursOf(rule);
    const { name, filter } = rule;
    const colours = { foreground: hexOf(foreground), background: hexOf(background) };
    return { [name]: { filter, ...colours, enabled: true } };
  });
  return JSON.stringify(rules, null, 2);
}

function coloursOf({ colour, text }: Coloured): Readonly<Record<"background" | "foreground", Rgb>> {
  const background = parseColour(colour);
  return {
    background,
    foreground: text === undefined ? textColourOn(background) : parseColour(text),
  };
}

/** As `#rrggbb`. */
function hexOf(colour: Rgb): string {
  return `#${Buffer.from(colour).toString("hex")}`;
}

function components(colour: Rgb): string {
  return `[${colour.map((component) => component * 257).join(",")}]`;
}

/** Of the resets that state nothing only the explanation can say the cause. */
const UNSTATED = `!${STATED_FILTER}`;

/**
 * The lines of Wireshark's `io_graphs`: a line for all resets, and bars of which each reset is in
 * one. Newer versions have further columns, with defaults.
 */
function graphLines(model: Model): readonly string[] {
  const groups = filteredGroups(model).map(({ title, stated, inferred, colour }) => ({
    name: title,
    stated: stated ? [`rstdiag.status == "valid" && (${stated})`] : [],
    inferred: inferred ? [`${UNSTATED} && !(${BENIGN.filter}) && ${inferred}`] : [],
    colour,
  }));
  const others = (parts: readonly string[]) => parts.map((part) => ` && !(${part})`).join("");
  const otherReasons = others(groups.flatMap(({ stated }) => stated));
  const otherCauses = others([BENIGN.filter, ...groups.flatMap(({ inferred }) => inferred)]);
  const bars: readonly Coloured[] = [
    ...groups.map(({ name, stated, inferred, colour }) => {
      const parts = [...stated, ...inferred].map((part) => `(${part})`);
      return { name, filter: parts.join(" || "), colour };
    }),
    { name: "Benign", filter: `${UNSTATED} && ${BENIGN.filter}`, colour: BENIGN.colour },
    {
      name: "Other reason",
      filter: `${STATED_FILTER} && !rstdiag.malformed${otherReasons}`,
      colour: OTHER,
    },
    { name: "Malformed reason", ...MALFORMED },
    {
      name: "No reason",
      filter: `tcp.flags.reset == 1 && ${UNSTATED}${otherCauses}`,
      colour: REASONLESS,
    },
  ];
  const resets = { name: "TCP resets", filter: "tcp.flags.reset == 1", colour: "#333333" };
  return [graphLine("Line", resets), ...bars.map((bar) => graphLine("Stacked Bar", bar))];
}

function graphLine(style: string, { name, filter, colour }: Coloured): string {
  return tableLine(["Enabled", name, filter, colour, style, "Packets", "", "None", "1"]);
}

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
