/** What was read of a capture, once there are no more findings. */
export interface Summary {
  readonly frames: number;
  /** TCP segments. */
  readonly segments: number;
  /** Connections that were reset. */
  readonly resets: number;
  /** Frames whose content is not read here. */
  readonly unread: number;
  /** Connections that were forgotten while they were open: there were more than were to be followed. */
  readonly forgotten: number;
}

/** The octets of a capture in their order, such as a stream of Node's. */
export type Chunks = AsyncIterable<Uint8Array>;
