import { escapeUnseen } from "../model/text.js";
import type { Output } from "./context.js";

export function printJson(stdout: Output, row: object): void {
  stdout.write(`${jsonOf(row)}\n`);
}

function jsonOf(row: object): string {
  return escapeUnseen(JSON.stringify(row));
}

/** An object as JSON for people, over several lines. */
export function prettyJson(value: object): string {
  return `${JSON.stringify(value, null, 2).split("\n").map(escapeUnseen).join("\n")}\n`;
}

const BLOCK_OCTETS = 65_536;
/** Of UTF-8, that a unit of UTF-16 takes at most. */
const OCTETS_OF_UNIT = 3;
const NEWLINE = "\n".charCodeAt(0);

/** Prints rows as JSON, many at once: to write each costs more than to make it. */
export class JsonPrinter {
  readonly #stdout: Output;
  /** Filled from its start to its end, and never again: what was written may be waiting yet. */
  #block = Buffer.alloc(0);
  #written = 0;
  #length = 0;
  /** Of which the beginning of a row is. */
  #file: string | undefined;
  #beginning = Buffer.alloc(0);

  constructor(stdout: Output) {
    this.#stdout = stdout;
  }

  add(row: object): void {
    const json = jsonOf(row);
    this.#makeRoom(json.length * OCTETS_OF_UNIT + 1);
    this.#endLine(this.#length + this.#block.write(json, this.#length));
  }

  /** The same of a row that has members, with that of its file ahead of them. */
  addOf(file: string, row: object): void {
    if (file !== this.#file) {
      this.#file = file;
      this.#beginning = Buffer.from(`${escapeUnseen(JSON.stringify({ file })).slice(0, -1)},`);
    }
    const json = jsonOf(row);
    this.#makeRoom(this.#beginning.length + json.length * OCTETS_OF_UNIT + 1);
    // Over its brace: to make another object with that member would cost a third of the line.
    const start = this.#length + this.#beginning.length - 1;
    const written = this.#block.write(json, start);
    this.#beginning.copy(this.#block, this.#length);
    this.#endLine(start + written);
  }

  /** Here, for to add it to the text would copy that. */
  #endLine(end: number): void {
    this.#block[end] = NEWLINE;
    this.#length = end + 1;
  }

  flush(): void {
    if (this.#length === this.#written) return;
    this.#stdout.write(this.#block.subarray(this.#written, this.#length));
    this.#written = this.#length;
  }

  #makeRoom(octets: number): void {
    if (this.#length + octets <= this.#block.length) return;
    this.flush();
    this.#block = Buffer.allocUnsafeSlow(Math.max(BLOCK_OCTETS, octets));
    this.#written = 0;
    this.#length = 0;
  }
}
