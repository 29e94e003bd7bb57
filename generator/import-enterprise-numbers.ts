import { join } from "node:path";
import { type EnterpriseFile, loadEnterpriseNumbers } from "./load-enterprise-numbers.js";
import { DEFINITION_FILE } from "./load-model.js";
import type { LoadedRegistries } from "./load-registries.js";
import { Loading, type RegistryFolder } from "./loading.js";
import type { EnterpriseNumbers } from "./model/enterprise-numbers.js";
import type { Pen } from "./model/pen.js";
import { penOfFileName } from "./model/vendor-rules.js";
import { readDefinition } from "./read/definition.js";

/** What IANA's file says of the vendors of a registry folder. */
export interface EnterpriseExcerpt {
  readonly numbers: EnterpriseNumbers;
  /** Path of the excerpt, and whether the definition names it already. */
  readonly path: string;
  readonly isNamed: boolean;
  /** Vendors that IANA's file names no organisation for, and their files. */
  readonly missing: readonly VendorName[];
}

interface VendorName {
  readonly pen: Pen;
  readonly file: string;
}

/** The excerpt's name in a registry folder whose definition names none. */
const USUAL_NAME = "enterprise-numbers.txt";

/** Takes the organisations of a folder's vendors from IANA's file. */
export async function importEnterpriseNumbers(
  folder: RegistryFolder,
  file: EnterpriseFile,
): Promise<LoadedRegistries<EnterpriseExcerpt>> {
  const loading = new Loading(folder);
  const definition = loading.read(DEFINITION_FILE, readDefinition);
  const vendors = vendorsIn(loading, definition?.data.vendors);
  if (!definition || loading.mistakes.length > 0) {
    return { kind: "mistakes", mistakes: loading.mistakes };
  }
  const loaded = await loadEnterpriseNumbers(
    file,
    vendors.map(({ pen }) => pen),
  );
  if (loaded.kind === "mistakes") return loaded;
  const numbers = loaded.value;
  const named = definition.data["enterprise-numbers"];
  const value = {
    numbers,
    path: join(folder.path, named ?? USUAL_NAME),
    isNamed: named !== undefined,
    missing: vendors.filter(({ pen }) => !numbers.organisations.has(pen)),
  };
  return { kind: "read", value };
}

/** The vendors' files are only counted here: what is in them does not matter. */
function vendorsIn(loading: Loading, folderName: string | undefined): readonly VendorName[] {
  if (folderName === undefined) return [];
  return loading.list(folderName).flatMap((fileName) => {
    const pen = penOfFileName(fileName);
    const file = `${loading.folder.name}/${folderName}/${fileName}`;
    return pen === undefined ? [] : [{ pen, file }];
  });
}
