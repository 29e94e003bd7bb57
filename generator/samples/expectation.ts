import {
  type DiagnosticFormat,
  type Format,
  findOtherReadings,
  type OtherReading,
  TRUNCATED,
} from "../model/format.js";
import type { Model } from "../model/model.js";
import { type FieldValues, fieldValue } from "../model/payload.js";
import type { Status } from "../model/record.js";
import { recordMember } from "../model/record-member.js";
import { findCause, type Registry } from "../model/registry.js";

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

/** What a payload with these values states, its first `captured` octets being in the capture. */
export function expectValues(
  model: Model,
  format: DiagnosticFormat,
  values: FieldValues,
  captured = format.length.octets,
): ExpectedFacts {
  const whole = format.fields.filter(
    ({ offsetBytes, widthBits }) => offsetBytes + widthBits / 8 <= captured,
  );
  const seen = new Map(whole.map((field) => [field.name, fieldValue(format, field, values)]));
  const broken = format.malformedValues
    .filter(({ field, value, when }) => {
      const found = seen.get(field.name);
      return found !== undefined && (when === "is" ? found === value : found !== value);
    })
    .map(({ problem }) => problem);
  const cut = captured < format.length.octets;
  const reasonCode = seen.get(format.reasonCode.name);
  const pen = seen.get(format.pen.name);
  const registry = pen === 0 ? format.registry : model.vendorByPen.get(pen ?? -1)?.registry;
  return {
    format: format.id,
    status: broken.length > 0 ? "malformed" : cut ? "truncated" : "valid",
    problems: [...new Set(broken), ...(cut ? [TRUNCATED] : [])],
    ...(reasonCode !== undefined && { reasonCode }),
    ...(pen !== undefined && { pen }),
    ...(reasonCode !== undefined && registry && wordsOf(registry, reasonCode)),
    numbers: Object.fromEntries(
      whole
        .filter(({ kind }) => kind === "number")
        .map(({ name }) => [recordMember(name), seen.get(name) ?? 0]),
    ),
  };
}

/** What a payload of a wrong length states. */
export function expectWrongLength(format: DiagnosticFormat, cut: boolean): ExpectedFacts {
  const problems = [format.length.problem, ...(cut ? [TRUNCATED] : [])];
  return { format: format.id, status: "malformed", problems, numbers: {} };
}

/** The words of the code's registry, and those that its other revisions have for the code. */
export function wordsOf(
  registry: Registry,
  code: number,
): Pick<ExpectedFacts, "reason" | "otherReadings"> {
  const reason = findCause(registry, code)?.description;
  const otherReadings = findOtherReadings(registry, code);
  return {
    ...(reason !== undefined && { reason }),
    ...(otherReadings.length > 0 && { otherReadings }),
  };
}

/** What must be seen of a payload that is of no format with anything in it, cut or not. */
export function expectOpaque({ formats }: Model, isCut = false): { facts?: ExpectedFacts } {
  const open = formats.find(({ fields, text }) => fields.length === 0 && !text);
  return open ? { facts: wholeOf(open, isCut) } : {};
}

/** What must be seen of a printable text that is long enough to be one. */
export function expectText(model: Model, text: string, isCut = false): { facts?: ExpectedFacts } {
  const format = model.formats.find((one) => one.text && !one.magic);
  if (!format) return expectOpaque(model, isCut);
  return { facts: { ...wholeOf(format, isCut), text } };
}

/** The facts of a payload whose status depends on the capture alone. */
export function wholeOf({ id }: Format, isCut: boolean): ExpectedFacts {
  return {
    format: id,
    status: isCut ? "truncated" : "valid",
    problems: isCut ? [TRUNCATED] : [],
    numbers: {},
  };
}
