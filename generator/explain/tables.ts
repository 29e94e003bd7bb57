import { readFileSync } from "node:fs";
import { parse } from "csv-parse/sync";
import { IDLE_ACTS, type IdleTimer } from "./core/signature.js";

/** Reads a table of `data/`; lines that begin with `#` are comments. */
export function readTable(name: string): readonly (readonly string[])[] {
  const text = readFileSync(new URL(`../../data/${name}`, import.meta.url), "utf8");
  const isCsv = name.endsWith(".csv");
  return parse(text, {
    comment: "#",
    comment_no_infix: true,
    delimiter: isCsv ? "," : "\t",
    quote: isCsv ? '"' : null,
  });
}

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
