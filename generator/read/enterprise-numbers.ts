import { TextDecoder } from "node:util";
import type { Mistake } from "../model/mistake.js";
import { cleanOrganisation } from "./organisation-name.js";
import { MAX_INPUT_OCTETS, type ReadResult } from "./source-file.js";

/** The file of a name, as it comes in, and the numbers that are asked for. */
export interface EnterpriseNumbersSource {
  readonly name: string;
  readonly chunks: AsyncIterable<Uint8Array>;
  readonly wanted: ReadonlySet<number>;
}

/** Who owns which Private Enterprise Number. */
export interface EnterpriseNumbers {
  /** Date of the file as it states it. */
  readonly updated?: string;
  /** Only numbers that were asked for and that an organisation has. */
  readonly organisations: ReadonlyMap<number, string>;
}

/** No line of IANA's file is longer than a few hundred characters. */
const MAX_LINE_CHARACTERS = 65_536;
const TITLE = /^PRIVATE ENTERPRISE NUMBERS\s*$/;
const UPDATED = /^\(last updated (\d{4}-\d{2}-\d{2})\)/;
const END = /^End of Document\s*$/;
/** A number begins its line; an organisation that is only digits is indented. */
const NUMBER = /^(\d{1,10})\s*$/;

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

const AGAIN = "download enterprise-numbers.txt from IANA again";
const TOO_LARGE = [`the file has more than ${MAX_INPUT_OCTETS} octets`, AGAIN] as const;

class EnterpriseNumbersReader {
  private readonly organisations = new Map<number, string>();
  private readonly name: string;
  private readonly wanted: ReadonlySet<number>;
  private updated: string | undefined;
  private rest = "";
  private line = 0;
  private state: "start" | "header" | "organisation" | "contact" | "end" = "start";
  private number = 0;

  constructor(name: string, wanted: ReadonlySet<number>) {
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
    const { updated, organisations } = this;
    return { kind: "read", value: { ...(updated && { updated }), organisations } };
  }

  refuse(what: string, remedy: string): ReadResult<never> {
    return { kind: "mistakes", mistakes: [this.mistake(what, remedy)] };
  }

  private mistake(what: string, remedy: string): Mistake {
    return { place: { path: this.name, line: Math.max(this.line, 1), column: 1 }, what, remedy };
  }

  private take(line: string): void {
    if (this.state === "start") {
      if (TITLE.test(line.replace(/^\uFEFF/, ""))) this.state = "header";
      return;
    }
    const number = NUMBER.exec(line)?.[1];
    if (number !== undefined) {
      this.number = Number(number);
      this.state = "organisation";
    } else if (this.state === "organisation") {
      this.takeOrganisation(line);
    } else if (END.test(line)) {
      this.state = "end";
    } else if (this.state === "header") {
      this.updated ??= UPDATED.exec(line)?.[1];
    }
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
    const organisation = cleanOrganisation(line);
    if (organisation !== undefined) this.organisations.set(this.number, organisation);
  }
}

const NO_TITLE = [
  'the first line is not "PRIVATE ENTERPRISE NUMBERS"',
  "give IANA's enterprise-numbers.txt",
] as const;
