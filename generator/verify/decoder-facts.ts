import type { Decoded } from "../capture/decode-capture.js";
import type { ExpectedFacts } from "../capture/expectation.js";
import { type Facts, joinReadings } from "./facts.js";

/** What a comment demands, in the words of facts. */
export function factsOfExpectation(expected: ExpectedFacts | undefined): Facts {
  if (!expected) return {};
  const { problems, numbers, otherReadings, ...stated } = expected;
  return {
    ...stated,
    ...numbers,
    ...joinReadings(otherReadings),
    problems: problems.join(" "),
  };
}

/** What the reference decoder says, of all that a comment can demand. */
export function factsOfDecoded(decoded: Decoded | undefined): Facts {
  if (!decoded) return {};
  const { reading } = decoded;
  const { format, status, problems, reasonCode, pen, reason, numbers, otherReadings } = reading;
  const { text, pattern } = reading;
  return {
    format,
    status,
    problems: problems.join(" "),
    ...(reasonCode !== undefined && { reasonCode }),
    ...(pen !== undefined && { pen }),
    ...(reason !== undefined && { reason }),
    ...(text !== undefined && { text }),
    ...(pattern !== undefined && { pattern }),
    ...joinReadings(otherReadings),
    ...numbers,
  };
}
