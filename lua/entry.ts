import { FindingTable } from "./explain/core/finding-table.js";
import type { History } from "./explain/core/history.js";
import { storyLines } from "./explain/core/story.js";
import { describeCause } from "./explain/core/words.js";
import { Explainer } from "./explain/explainer.js";
import type { Finding } from "./model/finding.js";
import type { Format } from "./model/format.js";
import type { Model, Vendor } from "./model/model.js";
import type { Registry } from "./model/registry.js";

/** What the plugin has of the Model; a format names its registry by its id. */
interface PluginModel {
  readonly registries: readonly Registry[];
  readonly formats: readonly (Omit<Format, "registry"> & { readonly registry?: string })[];
  readonly vendors: readonly Vendor[];
}

/** Adds what data alone cannot say: which registry is meant. */
export function createModel({ registries, formats, vendors }: PluginModel): Model {
  const vendorByPen = new Map<number, Vendor>();
  for (const vendor of vendors) vendorByPen.set(vendor.pen, vendor);
  const linked = formats.map((format) => {
    const registry = registries.find(({ id }) => id === format.registry);
    return { ...format, registry };
  });
  // Nothing else of a Model is read by what is compiled.
  return { registries, formats: linked, vendors, vendorByPen } as unknown as Model;
}

export function createExplainer(
  model: Model,
  connectionLimit: number,
  onHistory: (history: History) => void,
  consume: (finding: Finding) => void,
): Explainer {
  return new Explainer(model, { connectionLimit, onHistory, consume });
}

export function createTable(): FindingTable {
  return new FindingTable();
}

export { describeCause, storyLines };
