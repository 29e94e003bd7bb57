import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import type { Loading } from "./loading.js";
import type { SourceVendor } from "./model/build-model.js";
import type { Definition } from "./model/definition.js";
import type { Pen } from "./model/pen.js";
import { checkRegistry } from "./model/registry-rules.js";
import type { SourceRegistry } from "./model/source-registry.js";
import {
  checkVendor,
  nameVendorTable,
  penOfFileName,
  vendorFileNameIsPen,
  vendorsHaveOneFile,
} from "./model/vendor-rules.js";
import { readIanaCsv } from "./read/iana-csv.js";
import { readIanaXml } from "./read/iana-xml.js";
import type { ReadResult, SourceFile } from "./read/source-file.js";

type Vendors = readonly SourceVendor[];

/** A vendor's registry that is not in the folder of the inputs. */
export interface VendorFile {
  readonly path: string;
  /** What messages call it. */
  readonly name: string;
}

/** The vendors of the definition's folder, then those that the user gave by name. */
export function loadAllVendors(
  loading: Loading,
  definition: Definition,
  further: readonly VendorFile[],
): Vendors {
  const given = further.flatMap(({ path, name }) => {
    const input = `vendor/${basename(path)}`;
    return loadVendor(loading, { path, name, input });
  });
  const vendors = [...loadVendorsOf(loading, definition), ...given];
  loading.note(vendorsHaveOneFile(vendors));
  return vendors;
}

/** A folder that is named is there: a misspelt one would lose every vendor without a word. */
function loadVendorsOf(loading: Loading, { data: { vendors }, locate }: Definition): Vendors {
  if (vendors === undefined) return [];
  if (!existsSync(join(loading.folder.path, vendors))) {
    const what = `the folder of the vendors "${vendors}" does not exist`;
    const remedy = "correct the name, make the folder, or remove the key";
    loading.note([{ place: locate(["vendors"]), what, remedy }]);
  }
  return loadVendorFolder(loading, vendors);
}

/** All vendors of a folder inside, which need not be there. */
export function loadVendorFolder(loading: Loading, folderName: string): Vendors {
  return loading.list(folderName).flatMap((fileName) => {
    const name = `${folderName}/${fileName}`;
    const path = join(loading.folder.path, name);
    return loadVendor(loading, {
      path,
      name: `${loading.folder.name}/${name}`,
      input: `registry/${name}`,
    });
  });
}

function loadVendor(
  loading: Loading,
  file: { readonly path: string; readonly name: string; readonly input: string },
): Vendors {
  const fileName = basename(file.path);
  const misnamed = vendorFileNameIsPen(fileName, { path: file.name, line: 1, column: 1 });
  if (misnamed) loading.note([misnamed]);
  const pen = penOfFileName(fileName);
  const source = loading.readFile(file, (text) => readVendor(text, pen));
  if (!source) return [];
  loading.note(checkRegistry(source));
  loading.note(checkVendor(source));
  return pen === undefined ? [] : [{ pen, source }];
}

/** XML as IANA publishes it or, by the file's name, CSV, which has neither id nor title. */
function readVendor(file: SourceFile, pen: Pen | undefined): ReadResult<SourceRegistry> {
  if (!file.path.endsWith(".csv")) return readIanaXml(file);
  const table = readIanaCsv(file);
  if (table.kind === "mistakes" || pen === undefined) return table;
  return { kind: "read", value: nameVendorTable(table.value, pen) };
}
