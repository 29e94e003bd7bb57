import { TCP_FLAG } from "../../model/tcp-flag.js";

const { ACK, FIN, SYN } = TCP_FLAG;

/** What of a segment's headers is followed; sequence numbers are 32 bits with a sign. */
export interface SegmentHeaders {
  readonly flags: number;
  readonly sequenceNumber: number;
  readonly acknowledgmentNumber: number;
  /** SEG.LEN without SYN and FIN. */
  readonly lengthBytes: number;
  readonly window: number;
  readonly packet: {
    readonly timeToLive: number;
    readonly identification: number | undefined;
    readonly dontFragment: boolean;
  };
}

/** A step of the identification that other packets of a host in between can explain. */
const SMALL_STEP = 1024;

/** The snapshot length cut the options of the SYN. */
export const UNKNOWN_SCALE = -2;

/** What one end of a connection has sent so far; sequence numbers as on the wire. */
export class SideState {
  segments = 0;
  hasSyn = false;
  /** Behind the last octet that was sent. */
  next = 0;
  hasAck = false;
  /** The highest acknowledgment. */
  ack = 0;
  octets = 0;
  window = 0;
  /** Of the segments without SYN. */
  maximumWindow = 0;
  /** -1 where the SYN had none, or was not seen; `UNKNOWN_SCALE` where it was cut. */
  windowScale = -1;
  hasTimestamps = false;
  hasFin = false;
  lowestTimeToLive = 255;
  highestTimeToLive = 0;
  /** Whether all of its segments have the DF bit, or none has. */
  alwaysDontFragment = true;
  neverDontFragment = true;
  /** -1 without one. */
  identification = -1;
  smallSteps = 0;
  otherSteps = 0;
  /** The last frame by which the other end acknowledged what was not captured; 0 without. */
  holeFrame = 0;
  /** One less than the number of the first octet. */
  base = 0;

  /** Takes a segment that has no RST bit into account. */
  add(segment: SegmentHeaders, peer: SideState, frame: number): void {
    const { flags, window, packet } = segment;
    const isSyn = (flags & SYN) !== 0;
    this.advance(segment, peer);
    this.segments += 1;
    this.octets += segment.lengthBytes;
    this.window = window;
    if (isSyn) this.hasSyn = true;
    else if (window > this.maximumWindow) this.maximumWindow = window;
    if ((flags & FIN) !== 0) this.hasFin = true;
    if ((flags & ACK) !== 0) this.acknowledge(segment.acknowledgmentNumber, peer, frame);
    const { timeToLive } = packet;
    if (timeToLive < this.lowestTimeToLive) this.lowestTimeToLive = timeToLive;
    if (timeToLive > this.highestTimeToLive) this.highestTimeToLive = timeToLive;
    if (packet.dontFragment) this.neverDontFragment = false;
    else this.alwaysDontFragment = false;
    if (packet.identification !== undefined) this.identify(packet.identification);
  }

  copy(): SideState {
    const side = new SideState();
    // One by one: `Object.assign` takes ten times as long.
    side.segments = this.segments;
    side.hasSyn = this.hasSyn;
    side.next = this.next;
    side.hasAck = this.hasAck;
    side.ack = this.ack;
    side.octets = this.octets;
    side.window = this.window;
    side.maximumWindow = this.maximumWindow;
    side.windowScale = this.windowScale;
    side.hasTimestamps = this.hasTimestamps;
    side.hasFin = this.hasFin;
    side.lowestTimeToLive = this.lowestTimeToLive;
    side.highestTimeToLive = this.highestTimeToLive;
    side.alwaysDontFragment = this.alwaysDontFragment;
    side.neverDontFragment = this.neverDontFragment;
    side.identification = this.identification;
    side.smallSteps = this.smallSteps;
    side.otherSteps = this.otherSteps;
    side.holeFrame = this.holeFrame;
    side.base = this.base;
    return side;
  }

  // The sign of a difference of 32 bits tells which number comes later (RFC 9293 section 3.4); a
  // function for it would be called several times for each segment.
  private advance({ flags, sequenceNumber, lengthBytes }: SegmentHeaders, peer: SideState): void {
    const isSyn = (flags & SYN) !== 0;
    const end = (sequenceNumber + lengthBytes + (isSyn ? 1 : 0) + (flags & FIN)) | 0;
    if (this.segments === 0 || (isSyn && !this.hasSyn)) {
      this.base = isSyn ? sequenceNumber : (sequenceNumber - 1) | 0;
      this.next = end;
      // What was acknowledged before was of another connection.
      if (this.segments > 0) {
        peer.hasAck = false;
        this.hasAck = false;
      }
    } else if (((end - this.next) | 0) > 0) {
      this.next = end;
    }
  }

  private acknowledge(number: number, peer: SideState, frame: number): void {
    if (!this.hasAck || ((number - this.ack) | 0) > 0) this.ack = number;
    this.hasAck = true;
    // What does not accept a SYN may speak of another connection of the same ends.
    const isOther = peer.hasSyn && !this.hasSyn;
    if (peer.segments === 0 || isOther || ((number - peer.next) | 0) <= 0) return;
    peer.holeFrame = frame;
    peer.next = number;
  }

  private identify(identification: number): void {
    if (this.identification >= 0) {
      const step = (identification - this.identification) & 0xffff;
      if (step > 0 && step < SMALL_STEP) this.smallSteps += 1;
      else this.otherSteps += 1;
    }
    this.identification = identification;
  }
}

/** Distance from `right` to `left` in the sequence space, with a sign (RFC 9293 section 3.4). */
export function distance(left: number, right: number): number {
  return (left - right) | 0;
}
