import { type Event, type History, lastWhere } from "./history.js";

/** A SYN-ACK that the client reset without ever having sent an ACK. */
export interface RefusedAnswer {
  readonly syn: Event;
  readonly accepted: Event;
  /** The same SYN again, as a kernel repeats it: the client still wants the connection. */
  readonly again: Event | undefined;
  /** Whether a kernel made the SYN; a scanner's is bare, and its RST comes from the kernel. */
  readonly isOfKernel: boolean;
}

/** No kernel sends a SYN again sooner (RFC 6298 section 2.1). */
const LEAST_TIMEOUT_SECONDS = 0.5;

export function findRefusedAnswer(history: History): RefusedAnswer | undefined {
  const { after, before, isClientKnown, relation, reset, sides } = history;
  const { client, server } = sides;
  const isAccepted = client.hasSyn && server.hasSyn && client.ack === undefined;
  const isAnswer = reset.from === "client" && reset.sequence === 1;
  // Who was reset before has no more use for the answer.
  const isFirst = !before.some(({ rst }) => rst);
  if (!isClientKnown || !isAccepted || !isAnswer || !isFirst || relation !== undefined) {
    return undefined;
  }
  if (client.octets + server.octets > 0) return undefined;
  const syn = before.find(({ from, syn: isSyn }) => from === "client" && isSyn);
  const accepted = lastWhere(before, ({ from, syn: isSyn }) => from === "server" && isSyn);
  if (syn === undefined || accepted === undefined) return undefined;
  const again = after.find(
    ({ from, syn: isSyn, fin, sequence, seconds }) =>
      from === "client" &&
      isSyn &&
      !fin &&
      sequence === 0 &&
      seconds - reset.seconds >= LEAST_TIMEOUT_SECONDS,
  );
  const isAlike = !(Math.abs(reset.timeToLive - syn.timeToLive) > 0);
  return { syn, accepted, again, isOfKernel: client.windowScale >= 0 && isAlike };
}
