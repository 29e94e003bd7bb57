import type { Model } from "../model/model.js";
import { IANA_PEN } from "../model/pen.js";
import { showCodes } from "../model/registry.js";
import { showUnprintable } from "../model/unprintable.js";
import type { CaptureForm } from "../targets/text/capture-filter.js";
import { CARRIERS } from "../targets/text/carrier.js";
import {
  formatFilter,
  type ResetFilter,
  reasonFilter,
  resetFilter,
} from "../targets/text/reset-filter.js";
import { type Context, EXIT, tell } from "./context.js";
import { findByCause } from "./find-by-cause.js";
import { loadOrTell } from "./pack.js";
import { findProject, type ProjectOptions } from "./project.js";

export interface FilterOptions extends Omit<ProjectOptions, "out"> {
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

/** A filter, and what it finds, in words. */
interface Choice {
  readonly filter: ResetFilter;
  readonly finds: string;
}

/** `rstdiag filter`: one filter on standard output, what it finds on standard error. */
export async function filter(context: Context, options: FilterOptions): Promise<number> {
  const model = await loadOrTell(context, findProject(context, options));
  if (!model) return EXIT.badInput;
  const choice = choose(model, options);
  if (typeof choice === "string") {
    tell(context, choice);
    return EXIT.badInput;
  }
  const { display, capture } = choice.filter;
  context.stdout.write(`${options.display ? display : capture(formOf(options))}\n`);
  tell(context, showUnprintable(choice.finds));
  return EXIT.ok;
}

/** A string says why there is no such filter. */
function choose(model: Model, options: FilterOptions): Choice | string {
  const { cause, code, pen, anyVendor, malformed, linux } = options;
  if (linux) return chooseFormat(model, LINUX_FORMAT);
  if (malformed) {
    return { filter: resetFilter(model, { kind: "malformed" }), finds: "malformed payloads" };
  }
  if (anyVendor) {
    return { filter: resetFilter(model, { kind: "vendor" }), finds: "any vendor's reason" };
  }
  if (cause !== undefined) return chooseCause(model, cause, pen ?? IANA_PEN);
  if (code !== undefined) return chooseCode(model, code, pen ?? IANA_PEN);
  if (pen !== undefined) {
    return { filter: resetFilter(model, { kind: "pen", pen }), finds: `any reason of pen ${pen}` };
  }
  return { filter: resetFilter(model, { kind: "format" }), finds: "any reason" };
}

function chooseFormat(model: Model, id: string): Choice | string {
  const format = model.formats.find((one) => one.id === id);
  const chosen = format && formatFilter(model, format);
  if (!chosen) return `no format of the definition is "${id}" and has a capture filter`;
  return { filter: chosen, finds: `${format.title} (${format.standing})` };
}

function chooseCause(model: Model, cause: string, pen: number): Choice | string {
  const found = findByCause(model, { cause, pen });
  if (found.kind === "unknown") return found.message;
  const { registry, row } = found;
  const { first, last } = row;
  const chosen = reasonFilter(model, registry, { codes: { first, last }, pen });
  if (!chosen) return `no format carries the codes of ${registry.id}`;
  const revision = registry.revision === undefined ? "" : ` in ${registry.revision}`;
  return {
    filter: chosen,
    finds: `${row.description}: code ${showCodes(row)}, pen ${pen}${revision}`,
  };
}

/** What the code means is left to who reads it: a code without a registry has a filter too. */
function chooseCode(model: Model, code: number, pen: number): Choice {
  const codes = { first: code, last: code };
  return {
    filter: resetFilter(model, { kind: "reason", codes, pen }),
    finds: `code ${code}, pen ${pen}`,
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
