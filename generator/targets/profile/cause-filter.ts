import { type CauseGroup, diagnosticRegistries, type Model } from "../../model/model.js";
import type { Registry } from "../../model/registry.js";
import { filterString } from "./profile-text.js";

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
