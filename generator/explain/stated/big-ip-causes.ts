import { MEANINGS, type Meanings } from "../registry-words.js";

const CAUSES: readonly (readonly [start: string, meanings: Meanings])[] = [
  ["No local listener", MEANINGS.closed],
  ["No flow found", MEANINGS.closed],
  ["Flow expired", MEANINGS.timeout],
  ["TCP retransmit timeout", MEANINGS.timeout],
  ["handshake timeout", MEANINGS.timeout],
  ["Connection limit", MEANINGS.resource],
  ["Policy action", MEANINGS.notAuthorized],
  ["Port denied", MEANINGS.notAuthorized],
  ["TCP 3WHS rejected", MEANINGS.notAuthorized],
  ["No route to host", MEANINGS.unreachable],
  ["No pool member", MEANINGS.unreachable],
  ["No server selected", MEANINGS.unreachable],
  ["TCP RST from remote system", MEANINGS.peerReset],
];

/** The meanings of a cause that BIG-IP states (F5 article K13223). */
export function meaningsOfBigIp(cause: string): Meanings {
  return CAUSES.find(([start]) => cause.startsWith(start))?.[1] ?? [];
}
