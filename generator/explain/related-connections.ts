import type { TcpSegment } from "../capture/tcp-segment.js";
import { BoundedMap } from "../model/bounded-map.js";
import { TCP_FLAG } from "../model/tcp-flag.js";
import {
  addressOf,
  type Connection,
  endpointOf,
  guessClient,
  otherEnd,
  portOf,
} from "./connection.js";
import type { End, Relation } from "./core/history.js";
import { distance } from "./core/side.js";

const LIMIT = 16_384;
/** Connections of one client to one server whose numbers are compared. */
const OF_PAIR = 8;
/** Two numbers of 32 bits that are both so near are no accident. */
const NEAR_OCTETS = 65_536;
const { ACK, RST, SYN } = TCP_FLAG;

/** A connection that began, and the frame of its first segment. */
interface Begun {
  readonly connection: Connection;
  readonly client: End;
  readonly frame: number;
}

/**
 * Finds connections that are parts of one, since somebody changed addresses or ports on one way only:
 * by the number of the SYN that a SYN-ACK answers, and by numbers that go on where another
 * connection had got to. It remembers a bounded number of them.
 */
export class RelatedConnections {
  readonly #byFirstNumber = new BoundedMap<Begun>(LIMIT);
  readonly #byPair = new BoundedMap<Begun[]>(LIMIT);

  /** Takes the first segment of a connection, and says what that connection has to do with. */
  add(connection: Connection, from: End, segment: TcpSegment, frame: number): Relation | undefined {
    const { flags, sequenceNumber, acknowledgmentNumber } = segment;
    if ((flags & RST) !== 0) return undefined;
    if ((flags & (SYN | ACK)) === (SYN | ACK)) {
      return this.#findAsked(connection, otherEnd(from), acknowledgmentNumber);
    }
    const isSyn = (flags & SYN) !== 0;
    const relation = isSyn ? undefined : this.#findContinued(connection, from, segment);
    const begun = { connection, client: isSyn ? from : guessClient(connection.key), frame };
    if (isSyn) this.#byFirstNumber.set(`${sequenceNumber} ${portOf(connection.key, from)}`, begun);
    if (relation === undefined) this.#remember(begun);
    return relation;
  }

  #remember(begun: Begun): void {
    const key = pairOf(begun.connection, begun.client);
    const others = this.#byPair.get(key) ?? [];
    others.push(begun);
    if (others.length > OF_PAIR) others.shift();
    this.#byPair.set(key, others);
  }

  #findAsked(connection: Connection, client: End, acknowledgment: number): Relation | undefined {
    const number = (acknowledgment - 1) | 0;
    const found = this.#byFirstNumber.get(`${number} ${portOf(connection.key, client)}`);
    if (found === undefined || found.connection === connection) return undefined;
    const isSameClient =
      addressOf(found.connection.key, found.client) === addressOf(connection.key, client);
    return isSameClient ? relate(found, "answer") : undefined;
  }

  #findContinued(connection: Connection, from: End, segment: TcpSegment): Relation | undefined {
    for (const client of [from, otherEnd(from)]) {
      const others = this.#byPair.get(pairOf(connection, client)) ?? [];
      const found = others.find((other) => {
        if (other.connection === connection) return false;
        const { sides } = other.connection;
        const sender = from === client ? other.client : otherEnd(other.client);
        const own = sides[sender];
        const peer = sides[otherEnd(sender)];
        return (
          own.segments > 0 &&
          peer.segments > 0 &&
          isNear(segment.sequenceNumber, own.next) &&
          isNear(segment.acknowledgmentNumber, peer.next)
        );
      });
      if (found !== undefined) return relate(found, "numbers");
    }
    return undefined;
  }
}

/** A probe is one octet behind, and some segments may have been lost. */
function isNear(number: number, next: number): boolean {
  return Math.abs(distance(number, next)) < NEAR_OCTETS;
}

function relate({ connection, client, frame }: Begun, by: Relation["by"]): Relation {
  const { key, stream } = connection;
  return {
    stream,
    frame,
    client: endpointOf(key, client),
    server: endpointOf(key, otherEnd(client)),
    by,
  };
}

/** Of both addresses and the server's port, which a translator of sources leaves alone. */
function pairOf({ key }: Connection, client: End): string {
  const server = otherEnd(client);
  return `${addressOf(key, client)} ${addressOf(key, server)} ${portOf(key, server)}`;
}
