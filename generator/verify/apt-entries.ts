import { readFile } from "node:fs/promises";
import { describeEnd, runCommand, succeeded } from "./run-command.js";

/** The origins of the distributions themselves; PPAs, backports and vendors have other names. */
const ORIGINS: ReadonlySet<string> = new Set(["Debian", "Ubuntu"]);
/** Where both distributions keep what they support themselves, tcpdump among it. */
const COMPONENT = "main";
const TARGET_FIELDS = "$(ORIGIN)|$(COMPONENT)|$(SOURCESENTRY)|$(REPO_URI)";

/** What a private `sources.list.d` holds: one file in each of the two syntaxes of apt. */
export type SourceLists =
  | { readonly kind: "lists"; readonly deb822: string; readonly oneLine: string }
  | { readonly kind: "unavailable"; readonly reason: string };

/**
 * The system's own entries for its distribution, turned into `deb-src` entries. Entries are
 * copied, not written anew, since `apt-get indextargets` does not tell their options (Signed-By,
 * Check-Valid-Until), only the file and line that they stand in. With a `codename`, it is the
 * first entry of Debian's own archive, for that release.
 */
export async function readSourceLists(codename?: string): Promise<SourceLists> {
  const result = await runCommand({
    program: "apt-get",
    args: ["indextargets", "--format", TARGET_FIELDS, "Created-By: Packages"],
  });
  if (!succeeded(result)) return { kind: "unavailable", reason: describeEnd(result) };
  const places =
    codename === undefined ? selectEntries(result.stdout) : selectArchive(result.stdout);
  if (places.length === 0) {
    const whose = codename === undefined ? "Debian or Ubuntu" : "Debian";
    const reason = `apt knows no repository of ${whose}; run apt-get update as root`;
    return { kind: "unavailable", reason };
  }
  const copied = await Promise.all(places.map(copyEntry));
  const entries = copied.map(({ syntax, text }) => ({ syntax, text: forRelease(text, codename) }));
  const text = (syntax: string) =>
    entries.flatMap((entry) => (entry.syntax === syntax ? [entry.text] : [])).join("\n");
  return { kind: "lists", deb822: text("deb822"), oneLine: text("one-line") };
}

/** Where an entry stands: counted in lines in a `.list`, in stanzas in a `.sources`, from 1. */
export interface EntryPlace {
  readonly path: string;
  readonly position: number;
}

/** Picks the distribution's entries, each once, from what `apt-get indextargets` printed. */
export function selectEntries(targets: string): readonly EntryPlace[] {
  const places = new Set<string>();
  for (const target of targets.split("\n")) {
    const [origin = "", component, place = "", uri = ""] = target.split("|");
    // A medium in a drive cannot be read without asking the user for it.
    const readable = !uri.startsWith("cdrom:");
    if (ORIGINS.has(origin) && component === COMPONENT && readable) places.add(place);
  }
  return [...places].map((place) => {
    const colon = place.lastIndexOf(":");
    return { path: place.slice(0, colon), position: Number(place.slice(colon + 1)) };
  });
}

/** The first entry of Debian's archive of all releases, which its security updates are not in. */
export function selectArchive(targets: string): readonly EntryPlace[] {
  const archive = targets
    .split("\n")
    .filter((target) => target.startsWith("Debian|") && !/security[^|]*$/.test(target));
  return selectEntries(archive.join("\n")).slice(0, 1);
}

/** An entry for another release than its own. */
export function forRelease(entry: string, codename: string | undefined): string {
  if (codename === undefined) return entry;
  return entry
    .replace(/^Suites:.*$/im, `Suites: ${codename}`)
    .replace(/^(deb-src (?:\[[^\]]*\]\s+)?\S+ )\S+/m, `$1${codename}`);
}

async function copyEntry({ path, position }: EntryPlace) {
  const text = await readFile(path, "utf8").catch(() => "");
  return path.endsWith(".sources")
    ? { syntax: "deb822", text: toSourceStanza(text, position) }
    : { syntax: "one-line", text: toSourceLine(text, position) };
}

/** The stanza at `position` as one for sources; empty where there is none. */
export function toSourceStanza(text: string, position: number): string {
  // apt drops comment lines before it splits, so they neither end a stanza nor count as one.
  const stanzas = text
    .split("\n")
    .filter((line) => !line.startsWith("#"))
    .join("\n")
    .split(/\n\s*\n/)
    .filter((stanza) => stanza.trim() !== "");
  const fields = (stanzas[position - 1] ?? "").split(/\n(?!\s)/).filter((field) => field !== "");
  if (fields.length === 0) return "";
  const kept = fields.filter((field) => !/^(types|components|architectures)\s*:/i.test(field));
  return `${["Types: deb-src", ...kept, `Components: ${COMPONENT}`].join("\n").trimEnd()}\n`;
}

/** The entry in line `position` as one for sources; empty where there is none. */
export function toSourceLine(text: string, position: number): string {
  const line = text.split("\n")[position - 1] ?? "";
  const entry = /^\s*deb\s+(?<options>\[[^\]]*\]\s+)?(?<uri>\S+)\s+(?<suite>\S+)\s/.exec(line);
  if (!entry?.groups) return "";
  const { options = "", uri, suite } = entry.groups;
  return `deb-src ${options}${uri} ${suite} ${COMPONENT}\n`;
}
