import { type RegistryWords, WORDS } from "../registry-words.js";

const MEANINGS: readonly (readonly [start: string, words: RegistryWords])[] = [
  ["No local listener", WORDS.closed],
  ["No flow found", WORDS.closed],
  ["Flow expired", WORDS.timeout],
  ["TCP retransmit timeout", WORDS.timeout],
  ["handshake timeout", WORDS.timeout],
  ["Connection limit", WORDS.resource],
  ["Policy action", WORDS.notAuthorized],
  ["Port denied", WORDS.notAuthorized],
  ["TCP 3WHS rejected", WORDS.notAuthorized],
  ["No route to host", WORDS.unreachable],
  ["No pool member", WORDS.unreachable],
  ["No server selected", WORDS.unreachable],
  ["TCP RST from remote system", WORDS.peerReset],
];

/** How the registry calls a cause that BIG-IP states (F5 article K13223). */
export function wordsOfBigIp(cause: string): RegistryWords {
  return MEANINGS.find(([start]) => cause.startsWith(start))?.[1] ?? [];
}
