import type { Command } from "commander";
import { distance } from "fastest-levenshtein";
import { IANA_PEN } from "../model/identifiers.js";
import { diagnosticRegistries, type Model } from "../model/model.js";
import { type Registry, type RegistryRow, showCodes, statesCause } from "../model/registry.js";
import { showUnprintable } from "../model/text.js";
import { CARRIERS, type CaptureForm } from "../targets/filters/capture-filter.js";
import {
  formatFilter,
  type ResetFilter,
  reasonFilter,
  resetFilter,
} from "../targets/filters/reset-filter.js";
import { InvalidArgumentError, Option } from "./commander.js";
import { type Context, Refusal, type Session, tell } from "./context.js";
import { EXIT } from "./exit-codes.js";
import { addInputs } from "./options.js";
import { findInputs, type InputOptions, loadOrRefuse } from "./project.js";

/** A cause as somebody types it, and whose it is. */
export interface CauseName {
  readonly cause: string;
  readonly pen: number;
}

/** More suggestions would be a list. */
const MOST_SUGGESTIONS = 3;

/** The row that a cause names by its text, whatever its letter case and its blanks; or refuses. */
export function findByCause(
  model: Model,
  { cause, pen }: CauseName,
): { readonly registry: Registry; readonly row: RegistryRow } {
  const registries = registriesOf(model, pen);
  if (registries.length === 0) {
    throw new Refusal(`the pack has no registry of pen ${pen}; use --code, which needs none`);
  }
  const found = registries.flatMap((registry) =>
    rowsOf(registry, cause).map((row) => ({ registry, row })),
  );
  const [first] = found;
  if (first && found.length === 1) return first;
  if (first) {
    const codes = found.map(({ row }) => showCodes(row)).join(", ");
    throw new Refusal(
      `several codes have the cause ${quote(cause)}; choose one with --code: ${codes}`,
    );
  }
  const closest = suggest(registries, cause).map(quote);
  const guess =
    closest.length > 0 ? `did you mean ${closest.join(", ")}?` : "dist/docs lists all causes";
  const remedy = elsewhere(model, { cause, pen }) ?? guess;
  const titles = registries.map(({ title, revision }) =>
    revision === undefined ? title : `${title}, ${revision}`,
  );
  const message = `no cause ${quote(cause)} in ${titles.join("; ")}; ${remedy}`;
  throw new Refusal(showUnprintable(message));
}

function registriesOf(model: Model, pen: number): readonly Registry[] {
  if (pen === IANA_PEN) return diagnosticRegistries(model);
  const vendor = model.vendorByPen.get(pen);
  return vendor ? [vendor.registry] : [];
}

function rowsOf({ rows }: Registry, cause: string): readonly RegistryRow[] {
  return rows.filter((row) => statesCause(row) && fold(row.description) === fold(cause));
}

/** Another revision or another owner that has the cause, as the options that lead to it. */
function elsewhere(model: Model, { cause, pen }: CauseName): string | undefined {
  const hasCause = (registry: Registry): boolean => rowsOf(registry, cause).length > 0;
  const other = registriesOf(model, pen)
    .flatMap(({ others }) => others)
    .find(hasCause);
  if (other) return `${other.revision} has it: add --revision ${other.revision}`;
  if (pen !== IANA_PEN && diagnosticRegistries(model).some(hasCause)) {
    return "IANA's registry has it: leave out --pen";
  }
  const vendor = model.vendors.find(({ registry }) => hasCause(registry));
  return vendor && `a vendor has it: add --pen ${vendor.pen}`;
}

/** Causes that have the text in them or, where none has, those that are a few changes away. */
function suggest(registries: readonly Registry[], cause: string): readonly string[] {
  const wanted = fold(cause);
  const ranked = registries
    .flatMap(({ rows }) => rows.filter(statesCause))
    .map(({ description }) => ({ description, changes: distance(wanted, fold(description)) }))
    .sort((a, b) => a.changes - b.changes);
  const parts = ranked.filter(({ description }) => fold(description).includes(wanted));
  const near = ranked.filter(({ changes }) => changes <= wanted.length / 2);
  const best = (parts.length > 0 ? parts : near).slice(0, MOST_SUGGESTIONS);
  return best.map(({ description }) => description);
}

function fold(text: string): string {
  return text.trim().replace(/\s+/g, " ").toLowerCase();
}

function quote(text: string): string {
  return JSON.stringify(text);
}

export interface FilterOptions extends InputOptions {
  readonly cause?: string;
  readonly code?: number;
  readonly pen?: number;
  readonly anyVendor?: true;
  readonly malformed?: true;
  readonly linux?: true;
  readonly ipv4?: true;
  readonly ipv6?: true;
  readonly vlan?: true;
  readonly display?: true;
}

/** The format of the 1000-octet experiment in the definition. */
const LINUX_FORMAT = "linux-experiment";

interface Choice {
  readonly filter: ResetFilter;
  readonly finds: string;
}

/** One filter on standard output, what it finds on standard error. */
export async function filter(context: Context, options: FilterOptions): Promise<number> {
  const model = await loadOrRefuse(context, findInputs(context, options));
  const { filter: chosen, finds } = choose(model, options);
  const text = options.display ? chosen.display : chosen.capture(formOf(options));
  context.stdout.write(`${text}\n`);
  tell(context, showUnprintable(finds));
  return EXIT.ok;
}

function choose(model: Model, options: FilterOptions): Choice {
  const { cause, code, pen, anyVendor, malformed, linux } = options;
  const reset = (what: Parameters<typeof resetFilter>[1], finds: string): Choice => ({
    filter: resetFilter(model, what),
    finds,
  });
  if (linux) return chooseFormat(model, LINUX_FORMAT);
  if (malformed) return reset({ kind: "malformed" }, "malformed payloads");
  if (anyVendor) return reset({ kind: "vendor" }, "any vendor's reason");
  if (cause !== undefined) return chooseCause(model, { cause, pen: pen ?? IANA_PEN });
  if (code !== undefined) {
    // What the code means is left to who reads it: a code without a registry has a filter too.
    const reason = { codes: { first: code, last: code }, pen: pen ?? IANA_PEN };
    return reset({ kind: "reason", ...reason }, `code ${code}, pen ${reason.pen}`);
  }
  if (pen !== undefined) return reset({ kind: "pen", pen }, `any reason of pen ${pen}`);
  return reset({ kind: "format" }, "any reason");
}

function chooseFormat(model: Model, id: string): Choice {
  const format = model.formats.find((one) => one.id === id);
  const chosen = format && formatFilter(model, format);
  if (chosen) return { filter: chosen, finds: `${format.title} (${format.standing})` };
  throw new Refusal(`no format of the definition is "${id}" and has a capture filter`);
}

function chooseCause(model: Model, { cause, pen }: CauseName): Choice {
  const { registry, row } = findByCause(model, { cause, pen });
  const chosen = reasonFilter(model, registry, { codes: row, pen });
  if (!chosen) throw new Refusal(`no format carries the codes of ${registry.id}`);
  const revision = registry.revision === undefined ? "" : ` in ${registry.revision}`;
  return {
    filter: chosen,
    finds: `${row.description}: code ${showCodes(row)}, pen ${pen}${revision}`,
  };
}

/** Without a family, both; IPv6 is with and without a Hop-by-Hop Options header. */
function formOf({ ipv4, ipv6, vlan }: FilterOptions): CaptureForm {
  const carriers =
    ipv4 === ipv6
      ? CARRIERS
      : CARRIERS.filter((carrier) => (carrier === "ipv4") === (ipv4 === true));
  return { carriers, vlan: vlan === true };
}

const LAST_CODE = 0xffff;
const LAST_PEN = 0xffffffff;

export function define(command: Command, { context, run }: Session): void {
  command
    .option("--cause <text>", "a registered cause, in any letter case")
    .addOption(
      new Option("--code <number>", "a reason code, registered or not")
        .argParser((text) => wholeNumber(text, LAST_CODE))
        .conflicts(["cause"]),
    )
    .option(
      "--pen <number>",
      "private enterprise number of the code's owner; alone: any of its reasons (default: 0, IANA)",
      (text) => wholeNumber(text, LAST_PEN),
    )
    .addOption(alone("--any-vendor", "reasons of any vendor"))
    .addOption(alone("--malformed", "malformed payloads, which receivers ignore"))
    .addOption(alone("--linux", "the 1000-octet experiment on Linux"))
    .option("--ipv4", "only over IPv4")
    .option("--ipv6", "only over IPv6")
    .option("--vlan", "in frames with one VLAN tag")
    .addOption(
      new Option("--display", "print the equivalent display filter for Wireshark").conflicts([
        "ipv4",
        "ipv6",
        "vlan",
      ]),
    );
  addInputs(command).action((options) => run(filter(context, options)));
}

const CHOICES = ["cause", "code", "pen", "anyVendor", "malformed", "linux"];

/** An option that says all by itself. */
function alone(flag: string, description: string): Option {
  const option = new Option(flag, description);
  return option.conflicts(CHOICES.filter((name) => name !== option.attributeName()));
}

function wholeNumber(text: string, last: number): number {
  const value = /^(\d+|0x[\da-f]+)$/i.test(text) ? Number(text) : Number.NaN;
  if (!(value <= last)) throw new InvalidArgumentError(`Give a whole number from 0 to ${last}.`);
  return value;
}
