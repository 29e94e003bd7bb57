import { type CauseGroup, diagnosticRegistries, type Model } from "../../model/model.js";
import { isUsable, type Registry, type RegistryRow } from "../../model/registry.js";
import { USUAL } from "../filters/capture-filter.js";
import { resetFilter, VENDOR_CODE_FILTER } from "../filters/reset-filter.js";
import { filterString, tableLine } from "../rendering/escape.js";

/** A filter and what people call it. */
interface NamedFilter {
  readonly name: string;
  readonly filter: string;
}

/** What there is to find of a reset whatever its cause is. */
const STATE_FILTERS: readonly NamedFilter[] = [
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

/**
 * Selects causes of a registry by their words, so that it holds for each revision: a code that
 * was renumbered keeps its words, and the plugin shows those of the revision that the user chose.
 */
function causeFilter({ id }: Registry, causes: readonly string[]): string {
  const words = causes.map(filterString);
  const [first = ""] = words;
  const reason = words.length === 1 ? `== ${first}` : `in {${words.join(", ")}}`;
  return `rstdiag.registry == ${filterString(id)} && rstdiag.reason ${reason}`;
}

/** A group with the filter of all its causes. */
interface FilteredGroup extends CauseGroup {
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

/** The display filters to save: the states, then the groups of causes. */
export function displayFilters(model: Model): readonly NamedFilter[] {
  return [
    ...STATE_FILTERS.map(({ name, filter }) => ({ name: `Reset: ${name}`, filter })),
    ...filteredGroups(model).map(({ title, filter }) => ({
      name: `Reset cause: ${title}`,
      filter,
    })),
  ];
}

/** RST has the third bit of the flags; TCP's header begins at octet 40 behind that of IPv6. */
const CAPTURED_RESETS = "tcp[13] & 4 != 0 or (ip6[6] = 6 and ip6[53] & 4 != 0)";

/** The capture filters to save: all resets, then those of each format. */
export function captureFilters(model: Model): readonly NamedFilter[] {
  return [
    { name: "TCP resets", filter: CAPTURED_RESETS },
    ...model.diagnosticFormats.map((format) => ({
      name: `TCP resets with a reason: ${format.title}`,
      filter: resetFilter(model, { kind: "format" }, [format]).capture(USUAL),
    })),
  ];
}

/** A button of the filter toolbar. */
interface Button {
  /** The menus that it is in, then its own name. */
  readonly path: readonly string[];
  readonly filter: string;
  /** What is shown where the mouse rests on it. */
  readonly comment: string;
}

/** Wireshark compiles each one when it starts, and nobody looks for a cause in a longer menu. */
const MAX_CAUSES = 400;

const CAUSES = "Reset cause";
const OTHER = "Other";

/** A button for each state of a reason, then one for each cause of each registry. */
export function buttons(model: Model): readonly Button[] {
  const states = STATE_FILTERS.map(({ name, filter }) => ({
    path: ["Reset", name],
    filter,
    comment: "",
  }));
  const causes: Button[] = [];
  for (const { registry, vendor } of menus(model)) {
    const rows = rowsOf(registry);
    if (causes.length + rows.length > MAX_CAUSES) continue;
    causes.push(...buttonsOf(model, registry, { rows, vendor }));
  }
  return [...states, ...causes];
}

/** The registries in their order, each with the name of its vendor. */
function menus(model: Model): readonly { registry: Registry; vendor: string | undefined }[] {
  return [
    ...diagnosticRegistries(model).map((registry) => ({ registry, vendor: undefined })),
    ...model.vendors.map(({ pen, registry }) => ({ registry, vendor: `Vendor ${pen}` })),
  ];
}

/** The causes of a registry; those of its own revision, as the codes of others are not shown. */
function rowsOf(registry: Registry): readonly RegistryRow[] {
  const byWords = new Map<string, RegistryRow>();
  for (const row of registry.rows) {
    const isFirst = !byWords.has(row.description);
    if (isUsable(row) && isFirst) byWords.set(row.description, row);
  }
  return [...byWords.values()];
}

function buttonsOf(
  { groups }: Model,
  registry: Registry,
  { rows, vendor }: { readonly rows: readonly RegistryRow[]; readonly vendor: string | undefined },
): readonly Button[] {
  const menuNames = [...groups, { id: undefined, title: OTHER }];
  return menuNames.flatMap(({ id, title }) =>
    rows
      .filter(({ group }) => group === id)
      .map((row) => ({
        path: [CAUSES, vendor ?? title, row.description],
        filter: causeFilter(registry, [row.description]),
        comment: row.reference,
      })),
  );
}

/** The lines of Wireshark's `dfilter_buttons`, in which `//` begins a further menu. */
export function buttonLines(model: Model): readonly string[] {
  return buttons(model).map(({ path, filter, comment }) =>
    tableLine(["TRUE", path.map(buttonName).join("//"), filter, comment]),
  );
}

/**
 * `//` has no escape: a blank keeps it from beginning a menu, and Wireshark does not show the one
 * before a name. A single `&` would underline the letter behind it.
 */
function buttonName(text: string): string {
  return text
    .replaceAll("&", "&&")
    .replace(/\/(?=\/)/g, "/ ")
    .replace(/^\//, " /");
}
