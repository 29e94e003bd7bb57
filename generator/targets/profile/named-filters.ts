import { type CauseGroup, diagnosticRegistries, type Model } from "../../model/model.js";
import { isUsable, type Registry, type RegistryRow } from "../../model/registry.js";
import { USUAL } from "../filters/capture-filter.js";
import { isOneOf, resetFilter, VENDOR_CODE_FILTER } from "../filters/reset-filter.js";
import { filterString, type ListedFilter, tableLine } from "../rendering/escape.js";

/** What there is to find of a reset whatever its cause is. */
const STATE_FILTERS: readonly ListedFilter[] = [
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
  const reason = isOneOf("rstdiag.reason", causes.map(filterString));
  return `rstdiag.registry == ${filterString(id)} && ${reason}`;
}

/** The groups that have a cause in some revision of a registry, each one with its filter. */
export function filteredGroups(
  model: Model,
): readonly (CauseGroup & { readonly filter: string })[] {
  const registries = [
    ...diagnosticRegistries(model),
    ...model.vendors.map(({ registry }) => registry),
  ];
  return model.groups.flatMap((group) => {
    const filters = registries.flatMap((registry) => {
      const rows = [registry, ...registry.others].flatMap((revision) => revision.rows);
      const own = rows.filter((row) => row.group === group.id);
      const causes = new Set(own.map(({ description }) => description));
      return causes.size > 0 ? causeFilter(registry, [...causes]) : [];
    });
    if (filters.length === 0) return [];
    const filter = filters.length === 1 ? filters : filters.map((each) => `(${each})`);
    return { ...group, filter: filter.join(" || ") };
  });
}

/** The display filters to save: the states, then the groups of causes. */
export function displayFilters(model: Model): readonly ListedFilter[] {
  const groups = filteredGroups(model);
  return [
    ...STATE_FILTERS.map(({ name, filter }) => ({ name: `Reset: ${name}`, filter })),
    ...groups.map(({ title, filter }) => ({ name: `Reset cause: ${title}`, filter })),
  ];
}

/** RST has the third bit of the flags; TCP's header begins at octet 40 behind that of IPv6. */
const CAPTURED_RESETS = "tcp[13] & 4 != 0 or (ip6[6] = 6 and ip6[53] & 4 != 0)";

/** The capture filters to save: all resets, then those of each format. */
export function captureFilters(model: Model): readonly ListedFilter[] {
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

/** A button for each state of a reason, then one for each cause of each registry. */
export function buttons(model: Model): readonly Button[] {
  const menus = [...model.groups, { id: undefined, title: "Other" }];
  const causes: Button[] = [];
  const add = (registry: Registry, vendor?: string) => {
    const rows = rowsOf(registry);
    if (causes.length + rows.length > MAX_CAUSES) return;
    for (const { id, title } of menus) {
      for (const { description, reference } of rows.filter(({ group }) => group === id)) {
        const path = ["Reset cause", vendor ?? title, description];
        causes.push({ path, filter: causeFilter(registry, [description]), comment: reference });
      }
    }
  };
  for (const registry of diagnosticRegistries(model)) add(registry);
  for (const { pen, registry } of model.vendors) add(registry, `Vendor ${pen}`);
  const states = STATE_FILTERS.map(({ name, filter }) => {
    return { path: ["Reset", name], filter, comment: "" };
  });
  return [...states, ...causes];
}

/** The causes of a registry; those of its own revision, as the codes of others are not shown. */
function rowsOf({ rows }: Registry): readonly RegistryRow[] {
  const byWords = new Map<string, RegistryRow>();
  for (const row of rows.filter(isUsable)) {
    if (!byWords.has(row.description)) byWords.set(row.description, row);
  }
  return [...byWords.values()];
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
