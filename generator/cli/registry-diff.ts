import { resolve } from "node:path";
import type { Command } from "commander";
import { alignColumns } from "../model/columns.js";
import { formatMistakes } from "../model/mistake.js";
import { tcpdumpText } from "../model/tcpdump-text.js";
import { showUnprintable } from "../model/text.js";
import { loadState } from "../registry/load-registries.js";
import {
  type DiffRow,
  diffRegistries,
  isBreaking,
  type RegistryChange,
} from "../registry/registry-diff.js";
import { REASON_CODE_FILTER } from "../targets/filters/reset-filter.js";
import { markdownText } from "../targets/rendering/escape.js";
import { markdownTable } from "../targets/rendering/layout.js";
import { type Context, Refusal, type Session } from "./context.js";
import { EXIT } from "./exit-codes.js";
import { prettyJson } from "./json-lines.js";
import { REGISTRY } from "./options.js";
import { findInputs, type InputOptions } from "./project.js";

interface DiffOptions extends Pick<InputOptions, "registry"> {
  readonly id?: string;
  readonly json?: true;
  readonly markdown?: true;
}

/** A change with what it does to those who use the pack. */
interface ExplainedChange {
  readonly change: RegistryChange;
  readonly breaking: boolean;
  readonly effects: readonly string[];
}

const HEAD = ["Change", "Old", "New", "Cause", "Effect"];

/** All changes as text, ending with a line end; nothing changed is said too. */
export function showChanges(
  changes: readonly RegistryChange[],
  { json, markdown }: Pick<DiffOptions, "json" | "markdown">,
): string {
  const explained = changes.map((change) => ({
    change,
    breaking: isBreaking(change),
    effects: effectsOf(change),
  }));
  if (json) {
    const printed = explained.map(({ change, ...more }) => ({ ...change, ...more }));
    const breaking = changes.some(isBreaking);
    return prettyJson({ breaking, changes: printed });
  }
  if (changes.length === 0) return "no change\n";
  const rows = explained.map(rowOf);
  const escaped = rows.map((cells) => cells.map(markdownText));
  const lines = markdown ? markdownTable(HEAD, escaped) : alignColumns([HEAD, ...rows], "  ");
  return `${lines.join("\n")}\n`;
}

function rowOf({ change, breaking, effects }: ExplainedChange): readonly string[] {
  const from = "from" in change ? change.from : undefined;
  const after = "to" in change ? [change.to].flat() : [];
  const words = [from, ...after].flatMap((row) => (row ? [row.description] : []));
  return [
    `${change.kind}${breaking ? " (breaking)" : ""}`,
    from?.code ?? "",
    after.map(({ code }) => code).join(", "),
    [...new Set(words)].join(" -> "),
    effects.join("; "),
  ].map(showUnprintable);
}

/** What a change does to filters, to Wireshark's profile, to tcpdump's lines and to the samples. */
function effectsOf(change: RegistryChange): readonly string[] {
  switch (change.kind) {
    case "added":
      return [
        `${filterOf(change.to)} shows a cause, the samples gain it`,
        `the profile gains ${buttonOf(change.to)}${colourOf(change.to)}`,
      ];
    case "removed":
      return [
        `${filterOf(change.from)} shows no cause, ${textFilter(change.from)} finds nothing`,
        `the profile loses ${buttonOf(change.from)}`,
      ];
    case "reworded":
      return [
        `${textFilter(change.from)} is now ${textFilter(change.to)}`,
        `${tcpdumpLine(change.from)} is now ${tcpdumpLine(change.to)}`,
        ...buttonChange(change.from, [change.to]),
      ];
    case "renumbered":
      return [
        `${filterOf(change.from)} is now ${change.to.map(filterOf).join(" or ")}`,
        `${tcpdumpLine(change.from)} is now ${change.to.map(tcpdumpLine).join(" or ")}`,
        ...buttonChange(change.from, change.to),
      ];
    case "reclassified":
      return classEffects(change.from, change.to);
    case "reassigned":
    case "became-reserved":
      return [`${filterOf(change.from)} finds "${change.to.description}"`];
    case "reference-changed":
      return [`the reference is ${change.to.reference || "none"}`];
    default:
      return change satisfies never;
  }
}

/** Buttons and colour rules go by words, so a new number alone does nothing to them. */
function buttonChange(from: DiffRow, to: readonly DiffRow[]): readonly string[] {
  if (to.every(({ description }) => description === from.description)) return [];
  return [`${buttonOf(from)} is now ${to.map(buttonOf).join(" or ")}`];
}

function buttonOf({ description }: DiffRow): string {
  return `the button "${description}"`;
}

function colourOf({ group }: DiffRow): string {
  return group === undefined ? "" : ` and a cause in the colour rule of "${group}"`;
}

function classEffects(from: DiffRow, to: DiffRow): readonly string[] {
  const { description, group = "", origin = "" } = to;
  return [
    ...(group === from.group ? [] : [`"${description}" has the colour rule of "${group}"`]),
    ...(origin === from.origin ? [] : [`rstdiag.origin of "${description}" is "${origin}"`]),
  ];
}

function filterOf({ code }: DiffRow): string {
  return `${REASON_CODE_FILTER} == ${code}`;
}

function textFilter({ description }: DiffRow): string {
  return `rstdiag.reason == ${JSON.stringify(description)}`;
}

function tcpdumpLine({ code, description }: DiffRow): string {
  return `[RST: ${tcpdumpText(description)} (code ${code}, pen 0)]`;
}

/**
 * `rstdiag registry diff OLD NEW`: names each change, and what it does to the pack. OLD and NEW
 * are files, or revisions of the definition.
 */
function registryDiff(
  context: Context,
  [old, now]: readonly [old: string, now: string],
  options: DiffOptions,
): number {
  const { registry } = findInputs(context, options);
  const { id } = options;
  const load = (name: string) =>
    loadState(registry, { name, path: resolve(context.cwd, name) }, id);
  const before = load(old);
  const after = load(now);
  if (before.kind !== "read" || after.kind !== "read") {
    const states = [before, after];
    const mistakes = states.flatMap((state) => (state.kind === "read" ? [] : state.mistakes));
    throw new Refusal([...new Set(formatMistakes(mistakes))]);
  }
  const changes = diffRegistries(before.value, after.value);
  context.stdout.write(showChanges(changes, options));
  return exitCodeOf(changes);
}

/** Whether changes leave those who use the pack as they are, help them, or mislead them. */
export function exitCodeOf(changes: readonly RegistryChange[]): number {
  if (changes.length === 0) return EXIT.ok;
  return changes.some(isBreaking) ? EXIT.breaking : EXIT.compatible;
}

export function defineDiff(command: Command, { context, run }: Session): void {
  command
    .description(
      "show what changed between two states of a registry; exit 5 if compatible, 6 if breaking",
    )
    .argument("<old>", "IANA's XML or CSV, or a revision of the definition such as draft-02")
    .argument("<new>", "its newer state, given in the same way")
    .option("--id <id>", "id of the registry, or its title")
    .option("--json", "one object with each change and its effects")
    .option("--markdown", "a table for a pull request")
    .option(...REGISTRY)
    .action((before, after, options) => run(registryDiff(context, [before, after], options)));
}
