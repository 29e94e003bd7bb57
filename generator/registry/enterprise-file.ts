import { TextDecoder } from "node:util";
import type { Mistake } from "../model/mistake.js";
import type { EnterpriseNumbers } from "./enterprise-numbers.js";
import { type Cell, MAX_INPUT_OCTETS, type ReadResult, type SourceFile } from "./source-file.js";

/** Numbers that no organisation has. */
const NOBODY = /^(?:-*none-*|unassigned|reserved)?$/i;
/** Some characters came in as they were typed into a form. */
const REFERENCE = /&#(?:x([\da-f]{1,6})|(\d{1,7}));/gi;

/** The name of an organisation in one line, or nothing where the line names none. */
export function cleanOrganisation(line: string): string | undefined {
  const name = line
    .replace(REFERENCE, (reference, hexadecimal, decimal) => {
      const code = hexadecimal ? Number.parseInt(hexadecimal, 16) : Number(decimal);
      return code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff)
        ? String.fromCodePoint(code)
        : reference;
    })
    .replace(/[\p{Zs}\p{Zl}\p{Zp}\p{Cc}]+/gu, " ")
    .replace(/[\p{Cf}\p{Noncharacter_Code_Point}]/gu, "")
    .trim();
  return NOBODY.test(name) ? undefined : name;
}

/** No line of IANA's file is longer than a few hundred characters. */
const MAX_LINE_CHARACTERS = 65_536;
const TITLE = /^\uFEFF?PRIVATE ENTERPRISE NUMBERS\s*$/;
const UPDATED = /^\(last updated (\d{4}-\d{2}-\d{2})\)/;
const END = /^End of Document\s*$/;
/** A number begins its line; an organisation that is only digits is indented. */
const NUMBER = /^(\d{1,10})\s*$/;

/** What a user can do about a file that is damaged. */
const AGAIN = "download enterprise-numbers.txt from IANA again";

/** Whether a text that begins so is a file of Private Enterprise Numbers, whatever it is called. */
export function beginsEnterpriseNumbers(start: string): boolean {
  return TITLE.test(start.slice(0, 100).split("\n", 1)[0] ?? "");
}

/** The numbers that are asked for. */
export type WantedNumbers = Pick<ReadonlySet<number>, "has">;

/** Takes the text of the file piece by piece, and keeps of it only what is wanted. */
class EnterpriseNumbersReader {
  private readonly organisations = new Map<number, Cell>();
  private readonly name: string;
  private readonly wanted: WantedNumbers;
  private updated: string | undefined;
  private rest = "";
  private line = 0;
  private state: "start" | "header" | "organisation" | "contact" | "end" = "start";
  private number = 0;
  private entries = 0;
  private last = -1;

  constructor(name: string, wanted: WantedNumbers) {
    this.name = name;
    this.wanted = wanted;
  }

  add(text: string | undefined): Mistake | undefined {
    if (text === undefined) return this.mistake("octets after this line are not UTF-8", AGAIN);
    const lines = (this.rest + text).split("\n");
    this.rest = lines.pop() ?? "";
    for (const line of lines) {
      this.line += 1;
      this.take(line);
      if (this.state === "start") return this.mistake(...NO_TITLE);
    }
    if (this.rest.length <= MAX_LINE_CHARACTERS) return undefined;
    return this.mistake(`a line has more than ${MAX_LINE_CHARACTERS} characters`, AGAIN);
  }

  finish(): ReadResult<EnterpriseNumbers> {
    if (this.state !== "end") {
      return this.refuse('the file is cut off: it does not end with "End of Document"', AGAIN);
    }
    const { name, updated, organisations, entries, last } = this;
    const value = { name, ...(updated && { updated }), organisations, entries, last };
    return { kind: "read", value };
  }

  refuse(what: string, remedy: string): ReadResult<never> {
    return { kind: "mistakes", mistakes: [this.mistake(what, remedy)] };
  }

  private mistake(what: string, remedy: string): Mistake {
    return { place: { path: this.name, line: Math.max(this.line, 1), column: 1 }, what, remedy };
  }

  private take(line: string): void {
    if (this.state === "start") {
      if (TITLE.test(line)) this.state = "header";
      return;
    }
    const number = NUMBER.exec(line)?.[1];
    if (number !== undefined) {
      this.number = Number(number);
      this.count();
      this.state = "organisation";
    } else if (this.state === "organisation") {
      this.takeOrganisation(line);
    } else if (END.test(line)) {
      this.state = "end";
    } else if (this.state === "header") {
      this.updated ??= UPDATED.exec(line)?.[1];
    }
  }

  /** The numbers ascend; one that does not is not counted a second time. */
  private count(): void {
    if (this.number <= this.last) return;
    this.entries += 1;
    this.last = this.number;
  }

  /** The line behind the number is the organisation's, even where it is blank. */
  private takeOrganisation(line: string): void {
    this.state = END.test(line) ? "end" : "contact";
    if (
      this.state === "end" ||
      !this.wanted.has(this.number) ||
      this.organisations.has(this.number)
    )
      return;
    const text = cleanOrganisation(line);
    if (text === undefined) return;
    const place = { path: this.name, line: this.line, column: 1 };
    this.organisations.set(this.number, { text, place });
  }
}

const NO_TITLE = [
  'the first line is not "PRIVATE ENTERPRISE NUMBERS"',
  "give IANA's enterprise-numbers.txt",
] as const;

/** The file of a name, as it comes in, and the numbers that are asked for. */
export interface EnterpriseNumbersSource {
  readonly name: string;
  readonly chunks: AsyncIterable<Uint8Array>;
  readonly wanted: WantedNumbers;
}

const TOO_LARGE = [`the file has more than ${MAX_INPUT_OCTETS} octets`, AGAIN] as const;
const ALL: WantedNumbers = { has: () => true };

/**
 * Reads IANA's text file of Private Enterprise Numbers, one chunk after the other. Only the
 * organisations are taken: who to write to there is never kept.
 */
export async function readEnterpriseNumbers({
  name,
  chunks,
  wanted,
}: EnterpriseNumbersSource): Promise<ReadResult<EnterpriseNumbers>> {
  const reader = new EnterpriseNumbersReader(name, wanted);
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let octets = 0;
  for await (const chunk of chunks) {
    octets += chunk.length;
    if (octets > MAX_INPUT_OCTETS) return reader.refuse(...TOO_LARGE);
    const mistake = reader.add(decode(decoder, chunk));
    if (mistake) return { kind: "mistakes", mistakes: [mistake] };
  }
  const mistake = reader.add(decode(decoder));
  return mistake ? { kind: "mistakes", mistakes: [mistake] } : reader.finish();
}

/** The text of a chunk, at the end with a line's end; nothing where its octets are not UTF-8. */
function decode(decoder: TextDecoder, chunk?: Uint8Array): string | undefined {
  try {
    return chunk ? decoder.decode(chunk, { stream: true }) : `${decoder.decode()}\n`;
  } catch {
    return undefined;
  }
}

/** Reads all of an excerpt in the same form, which is small and in memory. */
export function readEnterpriseExcerpt({ path, text }: SourceFile): ReadResult<EnterpriseNumbers> {
  const reader = new EnterpriseNumbersReader(path, ALL);
  const mistake = reader.add(`${text}\n`);
  return mistake ? { kind: "mistakes", mistakes: [mistake] } : reader.finish();
}

/** IANA's own word where it has nobody to write to. */
const NO_ONE = "---none---";

/**
 * Writes an excerpt of Private Enterprise Numbers in the form of IANA's own text file, so that
 * whatever reads that file reads the excerpt. It names organisations, and nobody in them.
 */
export function formatEnterpriseNumbers({ updated, organisations }: EnterpriseNumbers): string {
  const entries = [...organisations].sort(([a], [b]) => a - b);
  return [
    "PRIVATE ENTERPRISE NUMBERS",
    "",
    ...(updated === undefined ? [] : [`(last updated ${updated})`, ""]),
    "An excerpt of https://www.iana.org/assignments/enterprise-numbers.txt, without contacts: only",
    "numbers of which a vendor's file is here. rstdiag registry import writes it anew.",
    "",
    "Decimal",
    "| Organization",
    "| | Contact",
    "| | | Email",
    "| | | |",
    ...entries.flatMap(([number, { text }]) => [
      String(number),
      `  ${text}`,
      `    ${NO_ONE}`,
      `      ${NO_ONE}`,
    ]),
    "",
    "",
    "End of Document",
    "",
  ].join("\n");
}
