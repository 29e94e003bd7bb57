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
  const { status, problems, reasonCode, pen, reason, numbers, otherReadings } = decoded.reading;
  return {
    status,
    problems: problems.join(" "),
    ...(reasonCode !== undefined && { reasonCode }),
    ...(pen !== undefined && { pen }),
    ...(reason !== undefined && { reason }),
    ...joinReadings(otherReadings),
    ...numbers,
  };
}
