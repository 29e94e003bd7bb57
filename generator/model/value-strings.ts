import type { CAUSES, CERTAINTIES, RESETTERS, SITUATIONS } from "./finding-names.js";
import type { Standing } from "./format.js";
import type { Model } from "./model.js";
import type { Status } from "./record.js";
import type { Origin } from "./registry.js";

/** Numbers by their names, as Wireshark's filters complete and compare them: its value strings. */
export type ValueStrings = Readonly<Record<string, number>>;

type Numbered<Name extends string> = Readonly<Record<Name, number>>;

const STATUSES: Numbered<Status> = { valid: 0, malformed: 1, truncated: 2 };

/** The more a reading is worth, the greater: `rstdiag.standing > "guess"`. */
const STANDINGS: Numbered<Standing> = { guess: 0, historic: 1, specified: 2 };

const ORIGINS: Numbered<Origin> = { any: 0, endpoint: 1, "service-function": 2 };

/** What states a reason: the payload, or another field that Wireshark decodes. */
export const SOURCES = {
  payload: 0,
  "MP_TCPRST option": 1,
  "F5 trailer": 2,
  "NetScaler window": 3,
} as const;

/** Those of our own definition, whatever its order is. */
const FORMATS: ValueStrings = {
  opaque: 0,
  diagnostic: 1,
  description: 2,
  "linux-experiment": 3,
  text: 4,
};

const CAUSE_NUMBERS: Numbered<(typeof CAUSES)[number]> = {
  unknown: 0,
  stated: 1,
  "closed-port": 2,
  "firewall-reject": 3,
  "half-open": 4,
  "old-connection": 5,
  scan: 6,
  "unread-data": 7,
  "data-after-close": 8,
  "application-abort": 9,
  "after-close": 10,
  "idle-timeout": 11,
  "keepalive-failure": 12,
  "zero-window": 13,
  "accept-queue-overflow": 14,
  "inexact-rst": 15,
  "stale-state": 16,
  injected: 17,
  proxied: 18,
  "health-check": 19,
  "after-tls-alert": 20,
  "syn-in-window": 21,
  "retransmission-give-up": 22,
  multipath: 23,
  "untranslated-answer": 24,
  unsolicited: 25,
};

/** The more certain, the greater: `rstdiag.certainty >= "medium"`. */
const CERTAINTY_NUMBERS: Numbered<(typeof CERTAINTIES)[number]> = {
  undecidable: 0,
  low: 1,
  medium: 2,
  high: 3,
};

const RESETTER_NUMBERS: Numbered<(typeof RESETTERS)[number]> = {
  unknown: 0,
  client: 1,
  server: 2,
  middle: 3,
};

const SITUATION_NUMBERS: Numbered<(typeof SITUATIONS)[number]> = {
  "keep-alive race": 1,
  "upload refused": 2,
  "blocked by name": 3,
  "load balancer idle timeout": 4,
  "process ended": 5,
  "reset together": 6,
};

/**
 * The names that fields below `rstdiag.` have numbers for, by field. `tshark -T fields` prints the
 * numbers, so one that was released stays for ever.
 */
export const VALUE_STRINGS = {
  origin: ORIGINS,
  source: SOURCES,
  standing: STANDINGS,
  status: STATUSES,
  cause: CAUSE_NUMBERS,
  certainty: CERTAINTY_NUMBERS,
  reset_by: RESETTER_NUMBERS,
  situation: SITUATION_NUMBERS,
} as const satisfies Readonly<Record<string, ValueStrings>>;

/** The numbers of a definition's formats: those that are not ours follow in their order. */
export function formatNumbers({ formats }: Pick<Model, "formats">): ValueStrings {
  const further = formats.filter(({ id }) => !Object.hasOwn(FORMATS, id));
  const next = Object.keys(FORMATS).length;
  return Object.fromEntries(
    formats.map(({ id }) => [
      id,
      FORMATS[id] ?? next + further.findIndex((format) => format.id === id),
    ]),
  );
}

/** The names with their numbers, from the least on. */
export function sortedValues(values: ValueStrings): readonly (readonly [string, number])[] {
  return Object.entries(values).sort(([, one], [, other]) => one - other);
}

/** The name of a number as tshark prints it; what is no number of the set stays as it is. */
export function nameOfValue(values: ValueStrings, printed: string): string {
  const [name] = Object.entries(values).find(([, value]) => String(value) === printed) ?? [];
  return name ?? printed;
}
