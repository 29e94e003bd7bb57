import type { Decoded } from "../capture/decode-capture.js";
import type { ExpectedFacts } from "../capture/expectation.js";
import { type Model, TRUNCATED } from "../model/model.js";
import { recordMember } from "../model/record.js";
import { tcpdumpText } from "../targets/text/tcpdump-text.js";
import type { Facts } from "./facts.js";
import type { RstText } from "./rst-text.js";

/** The verbosities that are compared: with -v the numbers, with -vvv the words too. */
export const VERBOSITIES = [1, 3] as const;

/** What tcpdump must print of a payload; of a cut one of the right length, only that it is cut. */
export function wantFromTcpdump(
  { diagnosticFormats }: Model,
  expected: ExpectedFacts | undefined,
  decoded: Decoded | undefined,
  verbosity: number,
): Facts {
  // The patch knows the diagnostic payload; it prints others as tcpdump always has.
  if (!expected || !diagnosticFormats.some(({ id }) => id === expected.format)) return {};
  const { problems, reasonCode, pen, reason, numbers, status } = expected;
  const cut = problems.includes(TRUNCATED);
  if (reasonCode === undefined && status === "malformed") {
    return { length: decoded?.reading.lengthBytes ?? -1, cut };
  }
  if (cut || reasonCode === undefined || pen === undefined) return { cut: true };
  // A vendor's words stand where upstream prints numbers alone, so they need one more -v.
  const words = verbosity > (pen === 0 ? 1 : 2) ? tcpdumpText(reason ?? "") : "";
  return {
    reasonCode,
    pen,
    invalid: status === "malformed",
    ...(words !== "" && { reason: words }),
    ...numbers,
  };
}

/** What tcpdump did print. Text of other payloads is no reading of a stated reason. */
export function factsOfRstText(text: RstText): Facts {
  switch (text.kind) {
    case "none":
    case "text":
      return {};
    case "truncated":
      return { cut: true };
    case "wrong-length":
      return { length: text.lengthBytes, cut: text.truncated };
    case "code":
      return codeFacts(text, text.numbers);
    case "cause":
      return { ...codeFacts(text, text.numbers ?? {}), reason: text.reason };
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
