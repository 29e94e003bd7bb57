import type { ConnectionKey, End } from "./connection-key.js";
import { SideState } from "./side.js";
import type { Statement } from "./statement.js";

/** RST segments of one connection whose payload, options or window is looked at. */
const STATEMENT_LIMIT = 8;

/** Whether a connection was reset, and whether that has been told. */
export type Phase = "open" | "reset" | "told";

/** What an RST segment says of its cause by itself. */
export interface FramedStatement {
  readonly frame: number;
  readonly statement: Statement;
}

const NO_STATEMENTS: readonly FramedStatement[] = [];

/** A connection as it is tracked; both ends are in the order of its key. */
export class Connection {
  readonly key: ConnectionKey;
  readonly hash: number;
  readonly stream: number;
  readonly sides: readonly [SideState, SideState] = [new SideState(), new SideState()];
  /** Both sides as they were before the first RST. */
  sidesAtReset: readonly [SideState, SideState] | undefined;
  phase: Phase = "open";
  /** Of its events, as long as it has any; -1 without. */
  slot = -1;
  /** Events so far, of which the latest are kept. */
  count = 0;
  /** Index of the first event that belongs to what is not told yet. */
  firstIndex = 0;
  /** Index of the event that is the first RST. */
  resetIndex = -1;
  resetFrameTime: string | undefined;
  began = Number.NaN;
  lastSeconds = Number.NaN;
  /** The frame of the last segment, by which the table finds whom to forget. */
  lastFrame = 0;
  /** Who sent the SYN, or seems to be the client; undefined as long as nobody can tell. */
  client: End | undefined;
  /** Of the same ends, still open when this one began. */
  previous: Connection | undefined;
  statements: readonly FramedStatement[] = NO_STATEMENTS;
  /** Segments of each side since a reset was told: a connection may survive it. */
  segmentsSinceTold: [number, number] | undefined;
  /** Place in the table. */
  place = 0;
  /** Another connection of the same hash. */
  nextOfHash: Connection | undefined;

  constructor(key: ConnectionKey, hash: number, stream: number) {
    this.key = key.slice();
    this.hash = hash;
    this.stream = stream;
  }

  /** The first RST is the next event. */
  reset(time: string | undefined): void {
    this.phase = "reset";
    this.resetIndex = this.count;
    this.resetFrameTime = time;
    this.sidesAtReset = [this.sides[0].copy(), this.sides[1].copy()];
    this.statements = NO_STATEMENTS;
  }

  /** Its reset was told: what only that needed is not kept. */
  tell(): void {
    this.phase = "told";
    this.resetFrameTime = undefined;
    this.sidesAtReset = undefined;
    this.statements = NO_STATEMENTS;
    this.segmentsSinceTold = [0, 0];
  }

  /** The connection lives on after a reset that was told. */
  reopen(): void {
    this.phase = "open";
    this.firstIndex = this.count;
    this.resetIndex = -1;
    this.segmentsSinceTold = undefined;
  }

  /** Its events are given back. */
  forgetEvents(): void {
    this.slot = -1;
    this.count = 0;
    this.firstIndex = 0;
  }

  /** Both sides said that they will send no more. */
  get isClosed(): boolean {
    return this.phase !== "reset" && this.sides[0].hasFin && this.sides[1].hasFin;
  }

  addStatement(frame: number, statement: Statement | undefined): void {
    if (statement === undefined || this.statements.length >= STATEMENT_LIMIT) return;
    this.statements = [...this.statements, { frame, statement }];
  }
}
