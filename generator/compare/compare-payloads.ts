import type { Verdict } from "../model/comparison.js";
import type { SeenReset } from "./seen-reset.js";

interface PayloadVerdict {
  readonly verdict: Extract<Verdict, "delivered" | "stripped" | "cut" | "changed">;
  /** How many octets speak for it, where they are not all. */
  readonly comparedOctets: number | undefined;
}

/** What became of a payload, as far as both captures have it. */
export function comparePayloads(sent: SeenReset, received: SeenReset): PayloadVerdict {
  const least = Math.min(sent.lengthBytes, received.lengthBytes);
  const captured = Math.min(sent.payload.length, received.payload.length);
  const comparedOctets = captured < least ? captured : undefined;
  const isEqual = sent.payload.slice(0, captured) === received.payload.slice(0, captured);
  if (!isEqual) return { verdict: "changed", comparedOctets: undefined };
  if (received.lengthBytes === sent.lengthBytes) return { verdict: "delivered", comparedOctets };
  if (received.lengthBytes > sent.lengthBytes) return { verdict: "changed", comparedOctets };
  return { verdict: received.lengthBytes === 0 ? "stripped" : "cut", comparedOctets };
}
