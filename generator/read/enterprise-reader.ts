import type { EnterpriseNumbers } from "../model/enterprise-numbers.js";
import type { Mistake } from "../model/mistake.js";
import type { Cell } from "../model/source-registry.js";
import { cleanOrganisation } from "./organisation-name.js";
import type { ReadResult } from "./source-file.js";

/** No line of IANA's file is longer than a few hundred characters. */
const MAX_LINE_CHARACTERS = 65_536;
const TITLE = /^\uFEFF?PRIVATE ENTERPRISE NUMBERS\s*$/;
const UPDATED = /^\(last updated (\d{4}-\d{2}-\d{2})\)/;
const END = /^End of Document\s*$/;
/** A number begins its line; an organisation that is only digits is indented. */
const NUMBER = /^(\d{1,10})\s*$/;

/** What a user can do about a file that is damaged. */
export const AGAIN = "download enterprise-numbers.txt from IANA again";

/** Whether a text that begins so is a file of Private Enterprise Numbers, whatever it is called. */
export function beginsEnterpriseNumbers(start: string): boolean {
  return TITLE.test(start.slice(0, 100).split("\n", 1)[0] ?? "");
}

/** The numbers that are asked for. */
export type WantedNumbers = Pick<ReadonlySet<number>, "has">;

/** Takes the text of the file piece by piece, and keeps of it only what is wanted. */
export class EnterpriseNumbersReader {
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
