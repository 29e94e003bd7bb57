import { readTemplate } from "../rendering/read-template.js";
import type {
  ChangedLines,
  FileChanges,
  Hunk,
  KeptLines,
  TableRows,
} from "../rendering/source-patch.js";
import { renderTemplate } from "../rendering/target.js";
import type { CView } from "./c-view.js";

/** The changes of Wireshark's files, and what the commit says of them. */
export interface Changes {
  readonly versions: string;
  /** The commit of Wireshark that the lines around the changes are of. */
  readonly commit: string;
  readonly subject: string;
  readonly message: readonly string[];
  readonly files: readonly FileChanges[];
}

type PartData = KeptLines | (Partial<ChangedLines> & { readonly template?: string });

interface ChangesData extends Omit<Changes, "files"> {
  readonly files: readonly {
    readonly file: string;
    readonly hunks: readonly Hunk<PartData>[];
  }[];
}

/** Reads what stands around the changes, and fills in what `view` gives to add. */
export function readChanges(view: CView): Changes {
  const data: ChangesData = JSON.parse(readTemplate("wireshark-patch/changes.json"));
  const files = data.files.map(({ file, hunks }) => ({
    file,
    hunks: hunks.map((hunk) => ({ ...hunk, parts: hunk.parts.map((part) => read(part, view)) })),
  }));
  return { ...data, files };
}

function read(part: PartData, view: CView): KeptLines | ChangedLines {
  if ("keep" in part) return part;
  const { remove = [], add = [], template } = part;
  if (template === undefined) return { remove, add };
  const text = renderTemplate(`wireshark-patch/${template}`, view);
  return { remove, add: text.split("\n").slice(0, -1) };
}

/** The rows of upstream's table, and those that come in their place. */
export function tableRows({ files }: Changes) {
  const table = files.flatMap(({ hunks }) =>
    hunks.flatMap(({ patch, parts }) => (patch === "table" ? parts : [])),
  );
  const changed = table.flatMap((part) => ("keep" in part ? [] : part));
  return {
    upstream: rowsOf(changed.flatMap(({ remove }) => remove)),
    ours: rowsOf(changed.flatMap(({ add }) => add)),
  };
}

/** The texts of `{ 9,  "Not Authorized" },` by their codes, as C writes them. */
function rowsOf(lines: readonly string[]): TableRows {
  return new Map(
    lines.flatMap((line) => {
      const [, code, text] = /^ *\{ (\d+), +"(.*)" \},$/.exec(line) ?? [];
      return code === undefined || text === undefined ? [] : [[Number(code), text] as const];
    }),
  );
}
