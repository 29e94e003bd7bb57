import type { Cause } from "../../model/finding.js";
import { type CauseGroup, diagnosticRegistries, type Model } from "../../model/model.js";
import { isUsable, type Registry, type RegistryRow } from "../../model/registry.js";
import { USUAL } from "../filters/capture-filter.js";
import { isOneOf, resetFilter, VENDOR_CODE_FILTER } from "../filters/reset-filter.js";
import { filterString, type ListedFilter, tableLine } from "../rendering/escape.js";

/** Segments that state a reason. Frames that only the explanation speaks of have `rstdiag`, too. */
export const STATED_FILTER = "rstdiag.source";

/** Resets by which nobody lost anything, once they are explained. */
export const BENIGN_FILTER = "rstdiag.benign == 1";

/** What there is to find of a reset whatever its cause is. */
const STATE_FILTERS: readonly ListedFilter[] = [
  { name: "Any", filter: "tcp.flags.reset == 1" },
  { name: "By a middlebox", filter: 'rstdiag.reset_by == "middle"' },
  { name: "Octets lost", filter: "rstdiag.lost_octets > 0" },
  { name: "Benign", filter: BENIGN_FILTER },
  { name: "Contradicts the stated cause", filter: "rstdiag.contradiction" },
  { name: "With a reason", filter: `${STATED_FILTER} && rstdiag.standing != "guess"` },
  { name: "With a guess", filter: 'rstdiag.standing == "guess"' },
  { name: "Without a payload", filter: `tcp.flags.reset == 1 && !${STATED_FILTER}` },
  { name: "Malformed", filter: "rstdiag.malformed" },
  { name: "Truncated", filter: "rstdiag.truncated" },
  { name: "Unknown code", filter: "rstdiag.unknown_code" },
  { name: "Vendor", filter: VENDOR_CODE_FILTER },
  { name: "Unknown vendor", filter: "rstdiag.unknown_vendor" },
  { name: "Read otherwise by another revision", filter: "rstdiag.other_reading" },
];

/**
 * Selects causes of a registry by their words, so that it holds for each revision: a code that
 * was renumbered keeps its words, and the plugin shows those of the revision that the user chose.
 */
function causeFilter({ id }: Registry, causes: readonly string[]): string {
  const reason = isOneOf("rstdiag.reason", causes.map(filterString));
  return `rstdiag.registry == ${filterString(id)} && ${reason}`;
}

/** Selects causes that were inferred. */
function inferredFilter(causes: readonly string[]): string {
  return isOneOf("rstdiag.cause", causes.map(filterString));
}

/** The causes that may be inferred and are of a group, or of none of the Model's. */
function inferredCauses({ groups }: Model, wanted: string | undefined): readonly string[] {
  return Object.entries(CAUSE_GROUPS).flatMap(([cause, id]) => {
    const known = groups.some((group) => group.id === id) ? id : undefined;
    return known === wanted ? cause : [];
  });
}

/** A group of causes, and what selects it. */
interface FilteredGroup extends CauseGroup {
  /** By what the segments state; absent where no registry has such a cause. */
  readonly stated?: string;
  /** By what the explanation infers; absent where it infers no such cause. */
  readonly inferred?: string;
  readonly filter: string;
}

/** The groups that have a cause, in some revision of a registry or in explanations. */
export function filteredGroups(model: Model): readonly FilteredGroup[] {
  const registries = [
    ...diagnosticRegistries(model),
    ...model.vendors.map(({ registry }) => registry),
  ];
  return model.groups.flatMap((group) => {
    const filters = registries.flatMap((registry) => {
      const rows = [registry, ...registry.others].flatMap((revision) => revision.rows);
      const own = rows.filter((row) => row.group === group.id);
      const causes = new Set(own.map(({ description }) => description));
      return causes.size > 0 ? causeFilter(registry, [...causes]) : [];
    });
    const inferred = inferredCauses(model, group.id);
    const parts = {
      ...(filters.length > 0 && { stated: anyOf(filters) }),
      ...(inferred.length > 0 && { inferred: inferredFilter(inferred) }),
    };
    const all = [...filters, ...(parts.inferred ? [parts.inferred] : [])];
    return all.length > 0 ? { ...group, ...parts, filter: anyOf(all) } : [];
  });
}

/** Between parentheses, without which Wireshark warns of `||` beside `&&`. */
function anyOf(filters: readonly string[]): string {
  return filters.length === 1 ? filters.join() : filters.map((each) => `(${each})`).join(" || ");
}

/** The display filters to save: the states, then the groups of causes. */
export function displayFilters(model: Model): readonly ListedFilter[] {
  const groups = filteredGroups(model);
  return [
    ...STATE_FILTERS.map(({ name, filter }) => ({ name: `Reset: ${name}`, filter })),
    ...groups.map(({ title, filter }) => ({ name: `Reset cause: ${title}`, filter })),
  ];
}

/** RST has the third bit of the flags; TCP's header begins at octet 40 behind that of IPv6. */
const CAPTURED_RESETS = "tcp[13] & 4 != 0 or (ip6[6] = 6 and ip6[53] & 4 != 0)";

/** The capture filters to save: all resets, then those of each format. */
export function captureFilters(model: Model): readonly ListedFilter[] {
  return [
    { name: "TCP resets", filter: CAPTURED_RESETS },
    ...model.diagnosticFormats.map((format) => ({
      name: `TCP resets with a reason: ${format.title}`,
      filter: resetFilter(model, { kind: "format" }, [format]).capture(USUAL),
    })),
  ];
}

/** A button of the filter toolbar. */
interface Button {
  /** The menus that it is in, then its own name. */
  readonly path: readonly string[];
  readonly filter: string;
  /** What is shown where the mouse rests on it. */
  readonly comment: string;
}

/** Wireshark compiles each one when it starts, and nobody looks for a cause in a longer menu. */
const MAX_CAUSES = 400;

/** A button for each state of a reset, for each cause of each registry, and for each inferred one. */
export function buttons(model: Model): readonly Button[] {
  const menus = [...model.groups, { id: undefined, title: "Other" }];
  const causes: Button[] = [];
  const add = (registry: Registry, vendor?: string) => {
    const rows = rowsOf(registry);
    if (causes.length + rows.length > MAX_CAUSES) return;
    for (const { id, title } of menus) {
      for (const { description, reference } of rows.filter(({ group }) => group === id)) {
        const path = ["Reset cause", vendor ?? title, description];
        causes.push({ path, filter: causeFilter(registry, [description]), comment: reference });
      }
    }
  };
  for (const registry of diagnosticRegistries(model)) add(registry);
  const inferred = menus.flatMap(({ id, title }) =>
    inferredCauses(model, id).map((cause) => ({
      path: ["Reset cause", title, cause],
      filter: inferredFilter([cause]),
      comment: "Inferred from the whole connection",
    })),
  );
  causes.push(...inferred);
  for (const { pen, registry } of model.vendors) add(registry, `Vendor ${pen}`);
  const states = STATE_FILTERS.map(({ name, filter }) => {
    return { path: ["Reset", name], filter, comment: "" };
  });
  return [...states, ...causes];
}

/** The causes of a registry; those of its own revision, as the codes of others are not shown. */
function rowsOf({ rows }: Registry): readonly RegistryRow[] {
  const byWords = new Map<string, RegistryRow>();
  for (const row of rows.filter(isUsable)) {
    if (!byWords.has(row.description)) byWords.set(row.description, row);
  }
  return [...byWords.values()];
}

/** The lines of Wireshark's `dfilter_buttons`, in which `//` begins a further menu. */
export function buttonLines(model: Model): readonly string[] {
  return buttons(model).map(({ path, filter, comment }) =>
    tableLine(["TRUE", path.map(buttonName).join("//"), filter, comment]),
  );
}

/**
 * `//` has no escape: a blank keeps it from beginning a menu, and Wireshark does not show the one
 * before a name. A single `&` would underline the letter behind it.
 */
function buttonName(text: string): string {
  return text
    .replaceAll("&", "&&")
    .replace(/\/(?=\/)/g, "/ ")
    .replace(/^\//, " /");
}

/** What an RST itself states is of the group of its words. */
type StatedCause = "stated" | "multipath";

/**
 * The id of the group that an inferred cause is of, so that it has the colour and the menu of what
 * an RST could have stated instead. Resets that are benign whenever they are certain have none.
 */
export const CAUSE_GROUPS: Readonly<Record<Exclude<Cause, StatedCause>, string | undefined>> = {
  "closed-port": "state",
  "firewall-reject": "policy",
  "half-open": "state",
  "old-connection": "state",
  scan: undefined,
  "unread-data": "abort",
  "data-after-close": "abort",
  "application-abort": "abort",
  "after-close": undefined,
  "idle-timeout": "timeout",
  "keepalive-failure": "timeout",
  "zero-window": "timeout",
  "accept-queue-overflow": "resources",
  "inexact-rst": "network",
  "stale-state": "timeout",
  injected: "policy",
  proxied: "abort",
  "health-check": undefined,
  "after-tls-alert": "fault",
  "syn-in-window": "state",
  "retransmission-give-up": "timeout",
  "untranslated-answer": "network",
  unsolicited: "state",
  unknown: undefined,
};
