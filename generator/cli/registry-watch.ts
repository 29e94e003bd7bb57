import { readdirSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Command } from "commander";
import { countOf } from "../explain/core/words.js";
import { formatMistakes, type Mistake } from "../model/mistake.js";
import { showUnprintable } from "../model/text.js";
import { beginsEnterpriseNumbers } from "../registry/enterprise-numbers.js";
import { describeListing } from "../registry/import-registry.js";
import {
  loadWatched,
  type News,
  type RenamedOrganisation,
  type WatchedRegistry,
  watchEnterprises,
  watchFile,
} from "../registry/registry-watch.js";
import { type NamedPath, readSourceFile, type SourceFile } from "../registry/source-file.js";
import { type Context, Refusal, type Session, tell } from "./context.js";
import { EXIT } from "./exit-codes.js";
import { quoteForShell, REGISTRY } from "./options.js";
import { findInputs, type InputOptions, valueOrRefuse } from "./project.js";
import { exitCodeOf, showChanges } from "./registry-diff.js";

type WatchOptions = Pick<InputOptions, "registry">;

/** What is printed of one file, and the exit code that this alone would have. */
interface Report {
  readonly lines: readonly string[];
  readonly exitCode: number;
}

/** `rstdiag registry watch`: what downloaded files say that the registry folder does not. */
function registryWatch(context: Context, names: readonly string[], options: WatchOptions): number {
  const { registry: folder } = findInputs(context, options);
  const watched = valueOrRefuse(loadWatched(folder));
  const files = names.flatMap((name) => listFiles({ path: resolve(context.cwd, name), name }));
  let exitCode: number = EXIT.ok;
  const mistakes: Mistake[] = [];
  for (const { path, name } of files) {
    const read = readSourceFile(path, name);
    const report = read.kind === "read" ? reportOf(folder, watched, read.value, options) : read;
    if ("kind" in report) {
      mistakes.push(...report.mistakes);
      continue;
    }
    for (const line of report.lines) context.stdout.write(`${showUnprintable(line)}\n`);
    exitCode = Math.max(exitCode, report.exitCode);
  }
  tell(context, ...formatMistakes(mistakes));
  return mistakes.length > 0 ? EXIT.badInput : exitCode;
}

/** The files of a folder, or the file; a folder without one is what a failed download leaves. */
function listFiles({ path, name }: NamedPath): readonly NamedPath[] {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) return [{ path, name }];
  const found = readdirSync(path, { withFileTypes: true })
    .filter((entry) => !entry.isDirectory() && !entry.name.startsWith("."))
    .map((entry) => ({ path: join(path, entry.name), name: join(name, entry.name) }))
    .sort((one, other) => (one.name < other.name ? -1 : 1));
  if (found.length > 0) return found;
  throw new Refusal(showUnprintable(`rstdiag: ${name} has no files, so nothing was compared`));
}

type Outcome = Report | { readonly kind: "mistakes"; readonly mistakes: readonly Mistake[] };

function reportOf(
  folder: NamedPath,
  watched: readonly WatchedRegistry[],
  file: SourceFile,
  options: WatchOptions,
): Outcome {
  if (beginsEnterpriseNumbers(file.text)) {
    const renamed = watchEnterprises(folder, file);
    return renamed.kind === "read" ? reportEnterprises(file, renamed.value, options) : renamed;
  }
  const news = watchFile(watched, file);
  if (news.kind === "mistakes") return news;
  if (news.value.length === 0) {
    const titles = watched.map(({ title }) => title).join(", ");
    return { lines: [`${file.path}: nothing to do: it has none of ${titles}`], exitCode: EXIT.ok };
  }
  const reports = news.value.map((one) => reportNews(folder, file, one, options));
  return {
    lines: reports.flatMap(({ lines }) => lines),
    exitCode: Math.max(...reports.map(({ exitCode }) => exitCode)),
  };
}

function reportEnterprises(
  { path }: SourceFile,
  renamed: readonly RenamedOrganisation[],
  options: WatchOptions,
): Report {
  if (renamed.length === 0) {
    return { lines: [`${path}: nothing to do: vendors have the same names`], exitCode: EXIT.ok };
  }
  const named = (organisation: string | undefined) => JSON.stringify(organisation ?? "nobody");
  const command = [
    "rstdiag",
    "registry",
    "import",
    asFile(path),
    "--force",
    ...registryOf(options),
  ];
  return {
    lines: [
      `${path}: IANA names ${countOf(renamed.length, "vendor")} otherwise`,
      ...renamed.map(({ pen, from, to }) => `${pen}  ${named(from)} is now ${named(to)}`),
      ...steps([asCommand(command), ...remake(options)]),
    ],
    exitCode: EXIT.compatible,
  };
}

function reportNews(
  folder: NamedPath,
  { path }: SourceFile,
  { registry, source, state }: News,
  options: WatchOptions,
): Report {
  if (state.kind === "known") {
    const lines = [`${path}: nothing to do: ${source} has the codes of ${state.revision}`];
    return { lines, exitCode: EXIT.ok };
  }
  if (state.kind === "older") {
    const lines = [`${path}: nothing to do: ${source} is older than ${state.newest}`];
    return { lines, exitCode: EXIT.ok };
  }
  const { id, title } = registry;
  const { revision, isListed, table, against, keep, changes } = state;
  const command = [
    ...["rstdiag", "registry", "import", asFile(path), "--id", id, "--revision", revision],
    ...(table === undefined ? [] : ["--table", table]),
    ...(isListed ? ["--force"] : ["--keep", keep]),
    ...registryOf(options),
  ];
  const fileName = `${id}.${revision}.xml`;
  const listing = describeListing(folder, { id, revision, fileName }, "");
  const what = isListed ? `says otherwise than the file of that revision` : `is new`;
  return {
    lines: [
      `${path}: ${source} ${what}; against ${against} of ${title}:`,
      ...showChanges(changes, {}).trimEnd().split("\n"),
      ...steps([
        asCommand(command),
        ...(isListed || listing === undefined ? [] : [afterImport(listing)]),
        ...remake(options),
      ]),
    ],
    exitCode: exitCodeOf(changes),
  };
}

/** What `registry import` says of the definition, as a thing to do then. */
function afterImport(listing: string): string {
  return `${listing}; make it the default there if packs are to speak for it`;
}

function remake(options: WatchOptions): readonly string[] {
  const named = registryOf(options);
  const out = named.length > 0 ? ["--out", "dist"] : [];
  return ["generate", "verify"].map((name) => asCommand(["rstdiag", name, ...named, ...out]));
}

function registryOf({ registry }: WatchOptions): readonly string[] {
  return registry === undefined ? [] : ["--registry", registry];
}

/** A name that begins like an option is that of a file. */
function asFile(path: string): string {
  return path.startsWith("-") ? `./${path}` : path;
}

function asCommand(words: readonly string[]): string {
  return words.map(quoteForShell).join(" ");
}

function steps(what: readonly string[]): readonly string[] {
  return ["To do:", ...what.map((step, at) => `${at + 1}. ${step}`)];
}

export function defineWatch(command: Command, { context, run }: Session): void {
  command
    .description(
      "compare downloaded files of IANA and drafts with the registry folder, and say what to do; exit 0 if nothing, 5 or 6 as diff does",
    )
    .argument(
      "<path...>",
      "files or folders of them: IANA's XML or CSV, a draft's XML or Markdown, enterprise-numbers.txt",
    )
    .option(...REGISTRY)
    .action((paths, options) => run(registryWatch(context, paths, options)));
}
