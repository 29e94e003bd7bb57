import { CsvError, parse } from "csv-parse/sync";
import type { Place } from "../model/mistake.js";
import { oneMistake, type ReadResult, type SourceFile } from "./source-file.js";

/** One line of the table, which may be several of the file. */
export interface CsvRow {
  readonly place: Place;
  readonly cells: readonly string[];
}

const LINE_FEED = 0x0a;
/** IANA ends rows with CR LF; a file that passed through git has LF. */
const ROW_ENDS = ["\r\n", "\n", "\r"];

/** Splits a table in the form of RFC 4180 into rows; empty lines are none. */
export function readCsvRows(file: SourceFile): ReadResult<readonly CsvRow[]> {
  const nul = file.text.indexOf("\0");
  if (nul >= 0) {
    return oneMistake(file.placeAt(nul), "the text has a NUL", "save the file as UTF-8");
  }
  const octets = Buffer.from(file.text);
  const lines = new LineCounter(octets, file.path);
  const rows: CsvRow[] = [];
  try {
    parse(octets, {
      relax_column_count: true,
      record_delimiter: ROW_ENDS,
      on_record: (cells: readonly string[], { bytes }) => {
        if (cells.length > 1 || cells[0] !== "") rows.push({ place: lines.here(), cells });
        lines.moveTo(bytes);
      },
    });
    return { kind: "read", value: rows };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const bytes: unknown = error["bytes"];
    lines.moveTo(typeof bytes === "number" ? bytes : 0);
    return oneMistake(lines.here(), ...explain(error));
  }
}

function explain({ code }: CsvError): [what: string, remedy: string] {
  if (code === "CSV_QUOTE_NOT_CLOSED") {
    return [
      "not well-formed CSV: a quoted cell has no end",
      "complete the file, or close the quote",
    ];
  }
  return [
    "not well-formed CSV: a quote stands where none may",
    'put the whole cell in quotes, and write "" for each quote in it',
  ];
}

/** Finds the line of places that only go forward. */
class LineCounter {
  private at = 0;
  private line = 1;
  private readonly octets: Buffer;
  private readonly path: string;

  constructor(octets: Buffer, path: string) {
    this.octets = octets;
    this.path = path;
  }

  moveTo(offset: number): void {
    const end = Math.min(offset, this.octets.length);
    for (; this.at < end; this.at += 1) {
      if (this.octets[this.at] === LINE_FEED) this.line += 1;
    }
  }

  here(): Place {
    return { path: this.path, line: this.line, column: 1 };
  }
}
