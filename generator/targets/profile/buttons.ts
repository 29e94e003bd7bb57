import type { CauseGroup, Model } from "../../model/model.js";
import { isUsable, type Registry, type RegistryRow } from "../../model/registry.js";
import { allRegistries, causeFilter } from "./cause-filter.js";
import { STATE_FILTERS } from "./display-filters.js";
import { tableField } from "./profile-text.js";

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
  for (const registry of allRegistries(model)) {
    const more = buttonsOf(model, registry);
    if (causes.length + more.length <= MAX_CAUSES) causes.push(...more);
  }
  return [...states, ...causes];
}

/** The causes of a registry; those of its own revision, as the codes of others are not shown. */
function buttonsOf(model: Model, registry: Registry): readonly Button[] {
  const byWords = new Map<string, RegistryRow>();
  for (const row of registry.rows) {
    const isFirst = !byWords.has(row.description);
    if (isUsable(row) && isFirst) byWords.set(row.description, row);
  }
  const ordered = [...model.groups.map(({ id }) => id), undefined];
  return ordered.flatMap((id) =>
    [...byWords.values()]
      .filter(({ group }) => group === id)
      .map((row) => ({
        path: [...menuOf(model, registry, id), row.description],
        filter: causeFilter(registry, [row.description]),
        comment: row.reference,
      })),
  );
}

function menuOf(
  { groups, vendors }: Model,
  registry: Registry,
  group: CauseGroup["id"] | undefined,
): readonly string[] {
  const vendor = vendors.find((one) => one.registry === registry);
  if (vendor) return [CAUSES, `Vendor ${vendor.pen}`];
  return [CAUSES, groups.find(({ id }) => id === group)?.title ?? OTHER];
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
