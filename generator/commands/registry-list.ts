import { loadRegistries } from "../load-registries.js";
import type { SourceRegistry } from "../model/source-registry.js";
import { type Context, EXIT } from "./context.js";
import { printTable, registryFile, valueOrTell } from "./registry-file.js";

export interface ListOptions {
  readonly json?: true;
}

/** One registry of the file as `--json` prints it; what the file does not say is empty or null. */
interface ListedRegistry {
  readonly id: string;
  readonly title: string;
  readonly records: number;
  readonly updated: string | null;
}

/** `rstdiag registry list`: what registries a file of IANA has, nested ones flat, in its order. */
export function listRegistries(context: Context, file: string, options: ListOptions): number {
  const registries = valueOrTell(context, loadRegistries(registryFile(context, file)));
  if (!registries) return EXIT.badInput;
  const listed = registries.map(describe);
  if (options.json) {
    context.stdout.write(`${JSON.stringify(listed, null, 2)}\n`);
    return EXIT.ok;
  }
  const rows = listed.map(({ id, title, records, updated }) => [
    id,
    String(records).padStart(7),
    updated ?? "",
    title,
  ]);
  printTable(context, ["Id", "Records", "Updated", "Title"], rows);
  return EXIT.ok;
}

function describe({ id, title, rows, updated }: SourceRegistry): ListedRegistry {
  return {
    id: id?.text ?? "",
    title: title?.text ?? "",
    records: rows.length,
    updated: updated?.text ?? null,
  };
}
