import { closeSync, createReadStream, openSync, readSync, statSync } from "node:fs";
import type { LoadedRegistries } from "./load-registries.js";
import type { Loading } from "./loading.js";
import type { SourceVendor } from "./model/build-model.js";
import type { Definition } from "./model/definition.js";
import {
  type EnterpriseClaim,
  type EnterpriseNumbers,
  enterprisesAreKnown,
  isWhole,
  organisationsAreOwners,
} from "./model/enterprise-numbers.js";
import type { Mistake } from "./model/mistake.js";
import { checkText } from "./model/text-rules.js";
import { claimOf } from "./model/vendor-rules.js";
import { readEnterpriseExcerpt, readEnterpriseNumbers } from "./read/enterprise-numbers.js";
import { beginsEnterpriseNumbers } from "./read/enterprise-reader.js";
import { oneMistake, reasonOf } from "./read/source-file.js";

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
export async function loadEnterpriseNumbers(
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
