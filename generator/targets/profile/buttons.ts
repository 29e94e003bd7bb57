import { diagnosticRegistries, type Model } from "../../model/model.js";
import { isUsable, type Registry, type RegistryRow } from "../../model/registry.js";
import { causeFilter, STATE_FILTERS, tableField } from "./named-filters.js";

/** A button of the filter toolbar. */
export interface Button {
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
    ["TRUE", path.map(buttonName).join("//"), filter, comment].map(tableField).join(","),
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
