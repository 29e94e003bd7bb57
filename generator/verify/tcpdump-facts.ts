import type { Decoded } from "../decode/decode-capture.js";
import type { RstText } from "../decode/rst-text.js";
import { type Model, TRUNCATED } from "../model/model.js";
import { recordMember } from "../model/record.js";
import type { ExpectedFacts } from "../samples/expectation.js";
import { shapeFormats } from "../targets/tcpdump/figure.js";
import { tcpdumpText } from "../targets/text/escape.js";
import type { Facts } from "./facts.js";

/** The verbosities that are compared: the numbers, the words of the registry, both of all. */
export const VERBOSITIES = [1, 2, 3] as const;

/** How tcpdump was asked, and whether its patch reads what only its shape speaks for. */
export interface TcpdumpSetting {
  readonly verbosity: number;
  readonly guesses?: boolean;
}

/** What tcpdump must print of a payload; of a cut one of the right length, only that it is cut. */
export function wantFromTcpdump(
  model: Model,
  expected: ExpectedFacts | undefined,
  decoded: Decoded | undefined,
  { verbosity, guesses = false }: TcpdumpSetting,
): Facts {
  if (!expected) return {};
  const shape = guesses ? shapeFormats(model).find(({ id }) => id === expected.format) : undefined;
  if (shape) {
    const name = recordMember(shape.reasonCode.name);
    return { [name]: expected.reasonCode ?? -1, cut: expected.problems.includes(TRUNCATED) };
  }
  // The patch knows the diagnostic payload; it prints others as tcpdump always has.
  const isStated = model.diagnosticFormats.some(({ id }) => id === expected.format);
  return isStated ? wantStated(expected, decoded, verbosity) : {};
}

function wantStated(
  expected: ExpectedFacts,
  decoded: Decoded | undefined,
  verbosity: number,
): Facts {
  const { problems, reasonCode, pen, reason, numbers, status } = expected;
  const cut = problems.includes(TRUNCATED);
  if (reasonCode === undefined && status === "malformed") {
    return { length: decoded?.reading.lengthBytes ?? -1, cut };
  }
  if (cut || reasonCode === undefined || pen === undefined) return { cut: true };
  // A vendor's words stand where upstream prints numbers alone, so they need one more -v.
  const words = verbosity > (pen === 0 ? 1 : 2) ? tcpdumpText(reason ?? "") : "";
  const invalid = status === "malformed";
  // With -vv the words stand in the place of the numbers, and a format's further ones behind them.
  if (words !== "" && verbosity === 2) {
    return { reason: nameAsRecord(`${words}${listNumbers(numbers)}`), invalid };
  }
  return { reasonCode, pen, invalid, ...(words !== "" && { reason: words }), ...numbers };
}

/** Text that ends in numbers, by the names that the record has. */
function nameAsRecord(text: string): string {
  const number = /, ([a-z][a-z0-9-]*) (\d+)/g;
  return text.replace(number, (_all, name: string, value) => `, ${recordMember(name)} ${value}`);
}

/** As tcpdump prints them, by the names that the record has. */
function listNumbers(numbers: Readonly<Record<string, number>>): string {
  return Object.entries(numbers)
    .map(([name, value]) => `, ${name} ${value}`)
    .join("");
}

/** What tcpdump did print. Text of other payloads is no reading of a stated reason. */
export function factsOfRstText(text: RstText): Facts {
  switch (text.kind) {
    case "none":
    case "text":
      return {};
    case "truncated":
      return { cut: true };
    case "shape":
      return { [recordMember(text.name)]: text.value, cut: text.truncated };
    case "wrong-length":
      return { length: text.lengthBytes, cut: text.truncated };
    case "code":
      return codeFacts(text, text.numbers);
    case "cause":
      return text.numbers
        ? { ...codeFacts(text, text.numbers), reason: text.reason }
        : { reason: nameAsRecord(text.reason), invalid: text.invalid };
    case "unreadable":
      return { unreadable: text.text };
    default:
      return text satisfies never;
  }
}

function codeFacts(
  text: { readonly reasonCode?: number; readonly pen?: number; readonly invalid: boolean },
  numbers: Readonly<Record<string, number>>,
): Facts {
  const { reasonCode, pen, invalid } = text;
  return {
    ...(reasonCode !== undefined && { reasonCode }),
    ...(pen !== undefined && { pen }),
    invalid,
    ...Object.fromEntries(
      Object.entries(numbers).map(([name, value]) => [recordMember(name), value]),
    ),
  };
}
