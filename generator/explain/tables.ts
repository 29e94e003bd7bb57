import { readTable } from "../decode/read-table.js";
import { IDLE_ACTS, type IdleTimer } from "./core/signature.js";

let ports: ReadonlySet<number> | undefined;

/** Ports where servers are known to listen. */
export function serverPorts(): ReadonlySet<number> {
  ports ??= new Set(readTable("server-ports.tsv").map(([port]) => Number(port)));
  return ports;
}

let timers: readonly IdleTimer[] | undefined;

/** After how much silence products end or forget a connection; the shortest first. */
export function idleTimers(): readonly IdleTimer[] {
  const [, ...rows] = timers === undefined ? readTable("idle-timers.csv") : [];
  timers ??= rows.map(([seconds, act, product = ""]) => {
    const known = IDLE_ACTS.find((one) => one === act);
    if (known === undefined) throw new Error(`data/idle-timers.csv: no such act as "${act}"`);
    return { seconds: Number(seconds), act: known, product };
  });
  return timers;
}
