import { TABLES } from "rstdiag:embedded";

/** Stands for `read-table.ts` in a browser: the tables are in the program. */
export function readTable(name: string): readonly (readonly string[])[] {
  const table = TABLES[name];
  if (table === undefined) throw new Error(`no table ${name}`);
  return table;
}
