import { existsSync } from "node:fs";
import { importEnterpriseNumbers } from "../import-enterprise-numbers.js";
import type { EnterpriseFile } from "../load-enterprise-numbers.js";
import { DEFINITION_FILE } from "../load-model.js";
import { formatMistake } from "../model/mistake.js";
import { showUnprintable } from "../model/unprintable.js";
import { formatEnterpriseNumbers } from "../write/enterprise-numbers-text.js";
import { shortPath, writeFiles } from "../write/pack-files.js";
import { type Context, EXIT, tell } from "./context.js";
import { findProject, type ProjectOptions } from "./project.js";

export interface EnterpriseImportOptions extends Pick<ProjectOptions, "registry"> {
  readonly force?: boolean;
}

/** `rstdiag registry import` of IANA's enterprise numbers: of these, the vendors' organisations. */
export async function importEnterprises(
  context: Context,
  file: EnterpriseFile,
  options: EnterpriseImportOptions,
): Promise<number> {
  const folder = findProject(context, options).registry;
  const result = await importEnterpriseNumbers(folder, file);
  if (result.kind === "mistakes") {
    tell(context, ...result.mistakes.map(formatMistake));
    return EXIT.badInput;
  }
  const { numbers, path, isNamed, missing } = result.value;
  const name = shortPath(context.cwd, path);
  const { size } = numbers.organisations;
  if (size === 0) {
    const place = `${file.name} names no organisation of a vendor that has a file in ${folder.name}`;
    tell(context, showUnprintable(`rstdiag: nothing was written: ${place}`));
    return EXIT.badInput;
  }
  if (existsSync(path) && options.force !== true) {
    tell(context, `rstdiag: ${name} is there already; replace it with --force`);
    return EXIT.badInput;
  }
  try {
    const content = new TextEncoder().encode(formatEnterpriseNumbers(numbers));
    writeFiles([{ path, content }]);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    tell(context, `rstdiag: nothing was written: ${reason}`);
    return EXIT.badInput;
  }
  const lines = [
    `kept ${size} of ${numbers.entries} numbers: those of the vendors in ${folder.name}`,
    "dropped the people and their mail addresses",
    ...missing.map(({ pen, file: vendor }) => `${vendor}: ${file.name} names nobody for ${pen}`),
    ...(isNamed
      ? []
      : [`add to ${DEFINITION_FILE}: enterprise-numbers: ${shortPath(folder.path, path)}`]),
  ];
  tell(context, ...lines.map(showUnprintable));
  const organisations = size === 1 ? "1 organisation" : `${size} organisations`;
  context.stdout.write(`written    ${name} (${organisations})\n`);
  return EXIT.ok;
}
