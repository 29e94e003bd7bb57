import type { TcpSegment } from "../capture/tcp-segment.js";
import { TCP_FLAG } from "../model/tcp-flag.js";
import { type Begun, findClient, otherEnd, type Pair, type Related } from "./connection.js";
import {
  type ConnectionKey,
  endpointOf,
  hashAddresses,
  hashEnd,
  isSameAddress,
  portOf,
} from "./connection-key.js";
import type { End, Relation } from "./core/history.js";
import { distance } from "./core/side.js";

/** Places for what is remembered, a power of two: what comes later takes the place of what was there. */
const PLACES = 16_384;
/** Connections of one client to one server whose numbers are compared. */
const OF_PAIR = 16;
const PORTS_OF_PAIR = 8;
/** Two numbers of 32 bits that are both so near are no accident. */
const NEAR_OCTETS = 65_536;
/** A stray segment may be outside of any window: translators let that pass as it is. */
const STRAY_OCTETS = 2 ** 24;
/** Most pairs have one connection: an array that grows is made for several at once. */
const NONE: never[] = [];
const { ACK, RST, SYN } = TCP_FLAG;

/**
 * Finds connections that are parts of one, since somebody changed addresses or ports on one way only:
 * by the number of the SYN that a SYN-ACK answers, and by numbers that go on where another
 * connection had got to. It remembers a bounded number of them, and makes no text of any.
 */
export class RelatedConnections {
  readonly #byFirstNumber = new Map<number, Begun>();
  /** By the address and port of the client, the latest. */
  readonly #byClient = new Map<number, Begun>();
  readonly #pairs = new Map<number, Pair>();

  /** Takes the first segment of a connection, and notes on that what it has to do with others. */
  add(connection: Related, from: End, segment: TcpSegment, frame: number): void {
    const { flags, sequenceNumber, acknowledgmentNumber } = segment;
    if ((flags & RST) !== 0) return;
    const client = findClient(connection.key, from, flags);
    const pair = this.#pairOf(connection.key, client);
    connection.pair = pair;
    const isSyn = (flags & SYN) !== 0;
    if (isSyn && (flags & ACK) !== 0) {
      connection.relation = this.#findAsked(connection, client, acknowledgmentNumber);
      return;
    }
    const port = portOf(connection.key, otherEnd(client));
    if (pair.ports === NONE) pair.ports = [port];
    else if (pair.ports.length < PORTS_OF_PAIR && !pair.ports.includes(port)) pair.ports.push(port);
    if (!isSyn) {
      connection.relation =
        findContinued(pair.latest, connection, from, segment) ??
        this.#findMoved(connection, from, segment);
    }
    const begun = { connection, client, frame, number: sequenceNumber, isShared: false };
    connection.begun = begun;
    if (isSyn) this.#rememberSyn(begun, connection);
    if (connection.relation !== undefined) return;
    this.#byClient.set(placeOf(hashEnd(connection.key, client)), begun);
    if (pair.latest === NONE) pair.latest = [begun];
    else pair.latest.push(begun);
    if (pair.latest.length > OF_PAIR) pair.latest.shift();
  }

  #rememberSyn(begun: Begun, connection: Related): void {
    const place = placeOf(begun.number);
    const known = this.#byFirstNumber.get(place);
    const { number, client } = begun;
    begun.isShared = known !== undefined && isSameSyn(known, number, connection, client);
    this.#byFirstNumber.set(place, begun);
  }

  #findAsked(connection: Related, client: End, acknowledgment: number): Relation | undefined {
    const number = (acknowledgment - 1) | 0;
    const found = this.#byFirstNumber.get(placeOf(number));
    if (found === undefined || found.connection === connection) return undefined;
    return !found.isShared && isSameSyn(found, number, connection, client)
      ? relate(found, "answer")
      : undefined;
  }

  /** A segment of another connection, whose server's address nobody changed back. */
  #findMoved(connection: Related, from: End, segment: TcpSegment): Relation | undefined {
    const { key } = connection;
    for (const client of [from, otherEnd(from)] as const) {
      const found = this.#byClient.get(placeOf(hashEnd(key, client)));
      const other = found && knownOf(found);
      if (found === undefined || other === undefined || other === connection) continue;
      const isSameEnd =
        portOf(other.key, found.client) === portOf(key, client) &&
        isSameAddress(other.key, found.client, key, client);
      const sender = client === from ? found.client : otherEnd(found.client);
      if (isSameEnd && goesOnWith(other, sender, segment)) return relate(found, "numbers");
    }
    return undefined;
  }

  #pairOf(key: ConnectionKey, client: End): Pair {
    const hash = hashAddresses(key, client);
    const place = placeOf(hash);
    const known = this.#pairs.get(place);
    const isSame =
      known !== undefined &&
      known.hash === hash &&
      isSameAddress(known.key, known.client, key, client) &&
      isSameAddress(known.key, otherEnd(known.client), key, otherEnd(client));
    if (isSame) return known;
    const pair = { key, hash, client, latest: NONE, ports: NONE };
    this.#pairs.set(place, pair);
    return pair;
  }
}

/** The connection that began, as long as anything is known of it. */
function knownOf({ connection }: Begun): Related | undefined {
  return connection?.isGone() === false ? connection : undefined;
}

/** Whether a connection's SYN had that number, and came from the same address and port. */
function isSameSyn(known: Begun, number: number, connection: Related, client: End): boolean {
  const other = known.number === number ? knownOf(known) : undefined;
  if (other === undefined) return false;
  const { key } = other;
  return (
    portOf(key, known.client) === portOf(connection.key, client) &&
    isSameAddress(key, known.client, connection.key, client)
  );
}

function placeOf(hash: number): number {
  return (hash ^ (hash >>> 16)) & (PLACES - 1);
}

/** Another connection to the same port whose numbers this one goes on with. */
function findContinued(
  latest: readonly Begun[],
  connection: Related,
  from: End,
  segment: TcpSegment,
): Relation | undefined {
  const found = latest.find((begun) => {
    const { client } = begun;
    const other = knownOf(begun);
    if (other === undefined || other === connection) return false;
    const server = otherEnd(client);
    const isSamePort =
      portOf(other.key, server) === portOf(connection.key, from) ||
      portOf(other.key, server) === portOf(connection.key, otherEnd(from));
    if (!isSamePort) return false;
    const sender = isSameAddress(other.key, client, connection.key, from) ? client : server;
    return goesOnWith(other, sender, segment);
  });
  return found && relate(found, "numbers");
}

/** Whether a segment has the next numbers of a connection, as its `sender` would send it. */
function goesOnWith(
  { sides }: Related,
  sender: End,
  { sequenceNumber, acknowledgmentNumber }: TcpSegment,
): boolean {
  const [own, peer] = [sides[sender], sides[otherEnd(sender)]];
  return (
    own.segments > 0 &&
    peer.segments > 0 &&
    (acknowledgmentNumber === peer.next
      ? Math.abs(distance(sequenceNumber, own.next)) < STRAY_OCTETS
      : isNear(sequenceNumber, own.next) && isNear(acknowledgmentNumber, peer.next))
  );
}

/** A probe is one octet behind, and some segments may have been lost. */
function isNear(number: number, next: number): boolean {
  return Math.abs(distance(number, next)) < NEAR_OCTETS;
}

function relate({ connection, client, frame }: Begun, by: Relation["by"]): Relation | undefined {
  if (connection === undefined) return undefined;
  const { key } = connection;
  return {
    stream: connection.stream(),
    frame,
    client: endpointOf(key, client),
    server: endpointOf(key, otherEnd(client)),
    by,
  };
}
