import type { Place } from "../model/mistake.js";
import type { SourceRegistry } from "../model/source-registry.js";
import { oneMistake, type ReadResult } from "./source-file.js";

/** The registry of an id, or the only one of a title, in which case and blanks do not count. */
export function chooseRegistry(
  registries: readonly SourceRegistry[],
  wanted: string,
): ReadResult<SourceRegistry> {
  const byId = registries.find(({ id }) => id?.text === wanted);
  if (byId) return { kind: "read", value: byId };
  const titled = registries.filter(({ title }) => title && fold(title.text) === fold(wanted));
  const [only, ...more] = titled;
  if (only && more.length === 0) return { kind: "read", value: only };
  const place = placeOf(registries);
  if (only) {
    const what = `${titled.length} registries of this file have the title "${wanted}"`;
    return oneMistake(place, what, `give the id of one of them: ${idsOf(titled)}`);
  }
  const what = `no registry of this file has the id or title "${wanted}"`;
  return oneMistake(place, what, `give one of these: ${idsOf(registries) || "none has an id"}`);
}

function placeOf([first]: readonly SourceRegistry[]): Place {
  if (!first) throw new Error("a file without any registry");
  return first.place;
}

function idsOf(registries: readonly SourceRegistry[]): string {
  return registries.flatMap(({ id }) => (id ? [id.text] : [])).join(", ");
}

function fold(title: string): string {
  return title.replace(/\s+/g, " ").trim().toLowerCase();
}
