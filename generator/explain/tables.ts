import type { IcmpError } from "../capture/icmp-error.js";
import { readTable } from "../decode/read-table.js";
import type { IcmpKind } from "./core/failure.js";
import { IDLE_ACTS, type IdleTimer } from "./core/signature.js";

let ports: ReadonlySet<number> | undefined;

/** Ports where servers are known to listen. */
export function serverPorts(): ReadonlySet<number> {
  ports ??= new Set(readTable("server-ports.tsv").map(([port]) => Number(port)));
  return ports;
}

let causes: ReadonlyMap<number, string> | undefined;

/** What NetScaler states by the window of an RST. */
export function netscalerTexts(): ReadonlyMap<number, string> {
  causes ??= new Map(
    readTable("netscaler-window-codes.tsv").map(([code, text = ""]) => [Number(code), text]),
  );
  return causes;
}

let timers: readonly IdleTimer[] | undefined;

/** After how much silence products end or forget a connection; the shortest first. */
export function idleTimers(): readonly IdleTimer[] {
  timers ??= readTable("idle-timers.tsv").map(([seconds, act, product = ""]) => {
    const known = IDLE_ACTS.find((one) => one === act);
    if (known === undefined) throw new Error(`data/idle-timers.tsv: no such act as "${act}"`);
    return { seconds: Number(seconds), act: known, product };
  });
  return timers;
}

/** Of an ICMP error: which kind it is, and what IANA calls it. */
interface IcmpWords {
  readonly kind: IcmpKind;
  readonly words: string;
}

const ICMP_KINDS: Readonly<Record<string, IcmpKind>> = {
  "icmp 3": "destination-unreachable",
  "icmp 11": "time-exceeded",
  "icmpv6 1": "destination-unreachable",
  "icmpv6 2": "packet-too-big",
  "icmpv6 3": "time-exceeded",
};
/** Of IPv4, which has no type of its own for it. */
const FRAGMENTATION_NEEDED = "icmp 3 4";

let icmpNames: ReadonlyMap<string, string> | undefined;

/** What an ICMP error says; throws where it is none of those that `data/icmp-codes.tsv` has. */
export function icmpWords(error: Pick<IcmpError, "family" | "type" | "code">): IcmpWords {
  const type = `${error.family} ${error.type}`;
  const code = `${type} ${error.code}`;
  icmpNames ??= new Map(
    readTable("icmp-codes.tsv").map(([family, type, code, words = ""]) => {
      return [`${family} ${type} ${code}`, words];
    }),
  );
  const kind = code === FRAGMENTATION_NEEDED ? "packet-too-big" : ICMP_KINDS[type];
  const words = icmpNames.get(code) ?? icmpNames.get(`${type} *`);
  if (kind === undefined || words === undefined) throw new Error(`no name of ${code}`);
  return { kind, words };
}
