import { CONTENT, type Event, type History, lastWhere, otherSide } from "../history.js";
import { hasFullWindowClue, unansweredData } from "../lost-data.js";
import { kindOf } from "../reset-kind.js";
import { isDoubtful } from "../sender.js";
import type { Match, Signature } from "../signature.js";

/** What was on its way when the RST was sent is more than two segments. */
const IN_FLIGHT_OCTETS = 2920;
/** The answer and the RST are one decision. */
const ANSWER_SECONDS = 1;

/** An application closes while data waits that it has not read. */
export const unreadData: Signature = {
  cause: "unread-data",
  reference: "RFC 9293 section 3.6.1, RFC 2525 section 2.17",
  needs: ["both-directions", "no-loss"],
  match: (history) => {
    const { reset } = history;
    if (kindOf(history).kind !== "abort" || isDoubtful(history)) return undefined;
    const { octets, last, answeredBefore } = unansweredData(history);
    const refused = refusedUpload(history);
    if (refused !== undefined) {
      const isNamed = refused.answer.content === CONTENT.REFUSAL;
      return {
        certainty: "medium",
        evidence: [refused.last, refused.answer, reset],
        observed: `it came right after an answer, while ${refused.octets} octets beyond its acknowledgment number were on their way`,
        situation: "upload refused",
        ...(isNamed ? {} : { doubts: ["cannot read the answer: it may be encrypted"] }),
      };
    }
    if (octets === 0 || last === undefined) return matchInsteadOfFin(history);
    const evidence = [...(answeredBefore ? [answeredBefore] : []), last, reset];
    if (hasFullWindowClue(history, octets)) {
      return {
        certainty: "medium",
        evidence,
        observed: `the ${reset.from}'s window shrank while ${octets} octets arrived, so not all of them had been read`,
      };
    }
    return {
      certainty: "undecidable",
      evidence,
      observed: `${octets} octets that had arrived were not answered`,
    };
  },
};

/** An RST where Linux would send a FIN: it had not read all, or was told to abort. */
function matchInsteadOfFin({ reset, before, sides }: History): Match | undefined {
  const peer = otherSide(reset.from);
  const data = lastWhere(before, ({ from, length }) => from === peer && length > 0);
  if (!sides[peer].hasFin || sides[reset.from].hasFin || data === undefined) return undefined;
  return {
    certainty: "undecidable",
    evidence: [data, reset],
    observed: `it came instead of a FIN, as when an end closes before it has read all`,
  };
}

interface RefusedUpload {
  readonly octets: number;
  readonly last: Event;
  readonly answer: Event;
}

/** The server answers in the middle of an upload, and resets it. */
function refusedUpload({ reset, before }: History): RefusedUpload | undefined {
  if (reset.from !== "server" || reset.acknowledgment === undefined) return undefined;
  const taken = reset.acknowledgment;
  const late = before.filter(({ from, length, end }) => {
    return from === "client" && length > 0 && end > taken;
  });
  const last = late.at(-1);
  const answer = lastWhere(before, ({ from, length }) => from === "server" && length > 0);
  if (last === undefined || answer === undefined) return undefined;
  const octets = last.end - taken;
  const isSoon = reset.seconds - answer.seconds <= ANSWER_SECONDS;
  const isAfterwards = (answer.acknowledgment ?? 0) > 1 && late.length > 1;
  return octets > IN_FLIGHT_OCTETS && isSoon && isAfterwards ? { octets, last, answer } : undefined;
}
