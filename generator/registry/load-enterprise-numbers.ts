import { closeSync, createReadStream, openSync, readSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Pen } from "../model/identifiers.js";
import type { Mistake } from "../model/mistake.js";
import { checkText } from "../model/text.js";
import type { SourceVendor } from "./build-model.js";
import type { Definition } from "./definition.js";
import { readDefinition } from "./definition-file.js";
import {
  beginsEnterpriseNumbers,
  readEnterpriseExcerpt,
  readEnterpriseNumbers,
} from "./enterprise-file.js";
import {
  type EnterpriseClaim,
  type EnterpriseNumbers,
  enterprisesAreKnown,
  isWhole,
  organisationsAreOwners,
} from "./enterprise-numbers.js";
import { DEFINITION_FILE } from "./load-model.js";
import type { LoadedRegistries } from "./load-registries.js";
import { Loading, type RegistryFolder } from "./loading.js";
import { oneMistake, reasonOf } from "./source-file.js";
import { claimOf, penOfFileName } from "./vendor-rules.js";

/** A file of IANA that somebody downloaded, and how messages call it. */
export interface EnterpriseFile {
  readonly path: string;
  readonly name: string;
}

/** More than the title, and a line that is none. */
const START_OCTETS = 256;

/** The excerpt in the folder of the inputs, where the definition names one. */
export function loadExcerpt(loading: Loading, { data }: Definition): EnterpriseNumbers | undefined {
  const file = data["enterprise-numbers"];
  const excerpt = file === undefined ? undefined : loading.read(file, readEnterpriseExcerpt);
  for (const organisation of excerpt?.organisations.values() ?? []) {
    loading.note(checkText(organisation));
  }
  return excerpt;
}

/** What the vendors' files say, and what the excerpt says of the same vendors. */
export function claimsOf(
  vendors: readonly SourceVendor[],
  organisations: EnterpriseNumbers["organisations"],
): readonly EnterpriseClaim[] {
  const listed = vendors.flatMap(({ pen }): readonly EnterpriseClaim[] => {
    const entry = organisations.get(pen);
    return entry ? [{ pen, organisation: entry.text, place: entry.place }] : [];
  });
  return [...vendors.map(claimOf), ...listed];
}

/** Reads a file of IANA in a stream, whatever its size is, and keeps the numbers that are wanted. */
async function loadEnterpriseNumbers(
  { path, name }: EnterpriseFile,
  wanted: Iterable<number>,
): Promise<LoadedRegistries<EnterpriseNumbers>> {
  try {
    const chunks = createReadStream(path);
    return await readEnterpriseNumbers({ name, chunks, wanted: new Set(wanted) });
  } catch (error) {
    const what = `cannot be read (${reasonOf(error)})`;
    return oneMistake({ path: name, line: 1, column: 1 }, what, "check the name and the rights");
  }
}

/** What IANA's whole file says against the inputs; all of it may still be right. */
export async function checkEnterprises(
  file: EnterpriseFile,
  claims: readonly EnterpriseClaim[],
): Promise<LoadedRegistries<readonly Mistake[]>> {
  const loaded = await loadEnterpriseNumbers(
    file,
    claims.map(({ pen }) => pen),
  );
  if (loaded.kind === "mistakes") return loaded;
  const numbers = loaded.value;
  if (!isWhole(numbers)) {
    return oneMistake(
      { path: file.name, line: 1, column: 1 },
      `the file has ${numbers.entries} of the numbers up to ${numbers.last}: an excerpt cannot say which ones nobody has`,
      "give the whole file, https://www.iana.org/assignments/enterprise-numbers.txt",
    );
  }
  const rules = [enterprisesAreKnown, organisationsAreOwners];
  return { kind: "read", value: rules.flatMap((rule) => rule(claims, numbers)) };
}

/** Whether a file is one of Private Enterprise Numbers by what it begins with. */
export function holdsEnterpriseNumbers(path: string): boolean {
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) return false;
  const file = openSync(path, "r");
  try {
    const start = Buffer.alloc(START_OCTETS);
    return beginsEnterpriseNumbers(start.toString("utf8", 0, readSync(file, start)));
  } finally {
    closeSync(file);
  }
}

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
