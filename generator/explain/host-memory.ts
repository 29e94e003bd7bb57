import { BoundedMap } from "./bounded-map.js";
import type { History } from "./history.js";
import type { Surroundings } from "./surroundings.js";

const HOST_LIMIT = 16_384;
const PROXY_LIMIT = 4096;
const RESETS_OF_PROXY = 64;
/** A proxy passes a reset on at once. */
const PASSED_ON_SECONDS = 0.05;

/** A reset that a host got as a client. */
export interface ResetOfClient {
  readonly frame: number;
  readonly seconds: number;
  /** When its connection began. */
  readonly began: number;
}

/** What is remembered of the hosts of one capture. */
export class HostMemory implements Surroundings {
  /** NaN where a host has several. */
  readonly #timesToLive = new BoundedMap<number>(HOST_LIMIT);
  readonly #resets = new BoundedMap<ResetOfClient[]>(PROXY_LIMIT);

  /** The host at `address` accepted a SYN. */
  addSynAck(address: string, timeToLive: number): void {
    const before = this.#timesToLive.get(address) ?? timeToLive;
    this.#timesToLive.set(address, before === timeToLive ? timeToLive : Number.NaN);
  }

  /** The host at `address` was reset by its server. */
  addReset(address: string, reset: ResetOfClient): void {
    const resets = this.#resets.get(address) ?? [];
    resets.push(reset);
    if (resets.length > RESETS_OF_PROXY) resets.shift();
    this.#resets.set(address, resets);
  }

  readonly timeToLiveOf = (address: string): number | undefined => {
    const found = this.#timesToLive.get(address);
    return Number.isNaN(found) ? undefined : found;
  };

  readonly findResetBehind = ({ server, before, reset }: History): number | undefined => {
    const began = before[0]?.seconds ?? Number.NaN;
    const found = (this.#resets.get(server.address) ?? []).filter((one) => {
      const seconds = reset.seconds - one.seconds;
      // On one host, the RST is that of its own connection too.
      if (one.frame === reset.frame) return false;
      return seconds >= 0 && seconds <= PASSED_ON_SECONDS && one.began >= began;
    });
    // Of several nobody knows which one was passed on.
    return found.length === 1 ? found[0]?.frame : undefined;
  };
}
