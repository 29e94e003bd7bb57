import type { OtherReading } from "../model/format.js";
import type { Status } from "../model/record.js";

/** What must be seen of a payload: the same facts by every tool. */
export interface ExpectedFacts {
  /** The format's `id`. */
  readonly format: string;
  readonly status: Status;
  readonly problems: readonly string[];
  readonly reasonCode?: number;
  readonly pen?: number;
  readonly reason?: string;
  readonly otherReadings?: readonly OtherReading[];
  readonly text?: string;
  readonly pattern?: string;
  /** Fields of kind `number`, by their name in the record. */
  readonly numbers: Readonly<Record<string, number>>;
}

/** What the comment of a sample's packet demands. */
export interface Expectation {
  /** One sentence for people. */
  readonly sentence: string;
  /** Absent where the packet states no reason. */
  readonly facts?: ExpectedFacts;
  /** A tool that cannot see it, by its nature, and why. */
  readonly blind?: { readonly tool: string; readonly why: string };
}

const FACTS = "must see: ";
const NOTHING = "nothing";
const BLIND = "not seen by ";

/** The comment of a packet: a sentence, then what must be seen, as a person and a test read it. */
export function formatExpectation({ sentence, facts, blind }: Expectation): string {
  const lines = [
    sentence,
    `${FACTS}${facts === undefined ? NOTHING : JSON.stringify(facts)}`,
    ...(blind === undefined ? [] : [`${BLIND}${blind.tool}: ${blind.why}`]),
  ];
  return lines.join("\n");
}

/** Reads a comment back. Throws `Error` for one that demands nothing: such a packet proves nothing. */
export function parseExpectation(comment: string | undefined): Expectation {
  const [sentence = "", ...lines] = (comment ?? "").split("\n");
  const demand = lines.find((line) => line.startsWith(FACTS))?.slice(FACTS.length);
  if (demand === undefined) throw new Error("the packet's comment does not say what must be seen");
  const blind = /^not seen by (\S+): (.*)$/.exec(
    lines.find((line) => line.startsWith(BLIND)) ?? "",
  );
  const facts: ExpectedFacts | undefined = demand === NOTHING ? undefined : JSON.parse(demand);
  return {
    sentence,
    ...(facts && { facts }),
    ...(blind && { blind: { tool: blind[1] ?? "", why: blind[2] ?? "" } }),
  };
}
