import type { History } from "./history.js";

/** What other connections of the capture tell. */
export interface Surroundings {
  /** Time to live of the SYN+ACKs of a host; undefined where none was seen, or they differ. */
  readonly timeToLiveOf: (address: string) => number | undefined;
  /**
   * The one reset that the server of this connection got shortly before as a client, of a
   * connection that began during this one: its frame.
   */
  readonly findResetBehind: (history: History) => number | undefined;
}
