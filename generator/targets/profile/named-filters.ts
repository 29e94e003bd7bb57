import { Buffer } from "node:buffer";
import { type CauseGroup, diagnosticRegistries, type Model } from "../../model/model.js";
import type { Registry } from "../../model/registry.js";
import type { CaptureForm } from "../text/capture-filter.js";
import { resetFilter, VENDOR_CODE_FILTER } from "../text/reset-filter.js";

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

/**
 * Selects causes of a registry by their words, so that it holds for each revision: a code that
 * was renumbered keeps its words, and the plugin shows those of the revision that the user chose.
 */
export function causeFilter({ id }: Registry, causes: readonly string[]): string {
  const words = causes.map(filterString);
  const [first = ""] = words;
  const reason = words.length === 1 ? `== ${first}` : `in {${words.join(", ")}}`;
  return `rstdiag.registry == ${filterString(id)} && rstdiag.reason ${reason}`;
}

/** A group with the filter of all its causes. */
export interface FilteredGroup extends CauseGroup {
  readonly filter: string;
}

/** The groups that have a cause in some registry, each one with its filter. */
export function filteredGroups(model: Model): readonly FilteredGroup[] {
  const registries = allRegistries(model).map((registry) => ({
    registry,
    causes: causesByGroup(registry),
  }));
  return model.groups.flatMap((group) => {
    const filters = registries.flatMap(({ registry, causes }) => {
      const words = causes.get(group.id);
      return words ? causeFilter(registry, [...words]) : [];
    });
    if (filters.length === 0) return [];
    const filter = filters.length === 1 ? filters : filters.map((each) => `(${each})`);
    return { ...group, filter: filter.join(" || ") };
  });
}

/** Those of IANA, then those of the vendors. */
function allRegistries(model: Model): readonly Registry[] {
  return [...diagnosticRegistries(model), ...model.vendors.map(({ registry }) => registry)];
}

/** The words of the causes of a registry in all its revisions, each one once in its group. */
function causesByGroup(registry: Registry): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  for (const { group, description } of [registry, ...registry.others].flatMap(({ rows }) => rows)) {
    if (group === undefined) continue;
    const words = found.get(group) ?? new Set();
    found.set(group, words.add(description));
  }
  return found;
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
