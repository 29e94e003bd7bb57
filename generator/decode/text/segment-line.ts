/** What the IP header of a packet says, where it was printed. */
export interface HeaderFacts {
  readonly timeToLive: number;
  /** Only IPv4 has one. */
  readonly identification: number | undefined;
  readonly dontFragment: boolean;
}

/** One TCP segment as a line tells it, in the line's own words. */
export interface SegmentLine {
  readonly source: EndText;
  readonly destination: EndText;
  readonly isIpv6: boolean;
  /** The octet of control bits. */
  readonly flags: number;
  /** As printed: relative or absolute. Undefined where it was not printed, or cut. */
  readonly sequence: number | undefined;
  readonly acknowledgment: number | undefined;
  readonly window: number | undefined;
  /** SEG.LEN. */
  readonly lengthBytes: number;
  /** Undefined where the line ends before it could have any. */
  readonly options: Uint8Array;
  /** Undefined without `-v`. */
  readonly header: HeaderFacts | undefined;
  /** What is printed of the payload; undefined where nothing is. */
  readonly payload: string | undefined;
  /** Whose way of counting the numbers have. */
  readonly program: "tcpdump" | "tshark";
}

/** One end in the words of the line: an address or name, a port or service. */
export interface EndText {
  readonly host: string;
  readonly port: string;
}

/** What is known of a line, or of some that were joined. */
export type LineReading =
  | {
      readonly kind: "segment";
      readonly line: SegmentLine;
      /** Whether nothing of it can be missing behind its end. */
      readonly isWhole: boolean;
      /** Characters that were understood. */
      readonly used: number;
    }
  /** A beginning that the next line may continue. */
  | { readonly kind: "partial"; readonly used: number }
  /** A segment without its control bits, as -q prints it. */
  | { readonly kind: "quiet" }
  /** A packet of something else. */
  | { readonly kind: "other" };
