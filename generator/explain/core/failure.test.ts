import { describe, expect, it } from "vitest";
import {
  Conversation,
  captureOf,
  failuresOf,
  findingsOf,
  ROUTER,
} from "../../../test/support/conversation.js";
import type { FailureName } from "../../model/failure.js";
import type { Certainty } from "../../model/finding.js";
import { TCP_FLAG } from "../../model/tcp-flag.js";
import type { Side } from "./history.js";

const { ACK, FIN, SYN } = TCP_FLAG;

const made = (options = {}) => new Conversation(options);
const busy = (options = {}) => made(options).handshake().exchange("client").exchange("server");

/** A connection that was answered, and goes on long after the others. */
const other = () => made({ clientPort: 50_000 }).handshake().wait(600).exchange("client");

const failuresIn = (...conversations: readonly Conversation[]) =>
  failuresOf(captureOf(...conversations));

function syns(gaps: readonly number[], options = {}): Conversation {
  const conversation = made(options).syn();
  for (const gap of gaps) conversation.wait(gap).syn();
  return conversation;
}

/** Sends the next segment of one end, then the same again after each gap. */
function sendAgain(
  conversation: Conversation,
  from: Side,
  gaps: readonly number[],
  change: { readonly flags?: number; readonly payload?: Uint8Array },
): Conversation {
  const sequence = conversation.ends[from].next;
  conversation.send(from, { sequence, ...change });
  for (const gap of gaps) conversation.wait(gap).send(from, { sequence, ...change });
  return conversation;
}

const DATA = { payload: new Uint8Array(1400) };
const BACKOFF = [0.2, 0.4, 0.8, 1.6, 3.2, 6.4];
const DOUBLED = [1, 2, 4];

type Case = readonly [
  name: string,
  failure: FailureName,
  certainty: Certainty,
  sender: Side,
  conversations: readonly Conversation[],
];

const TRUE_CASES: readonly Case[] = [
  ["three SYNs", "unanswered-syn", "high", "client", [syns([1, 2]), other()]],
  ["SYNs at equal intervals", "unanswered-syn", "high", "client", [syns([1, 1, 1]), other()]],
  ["SYNs where nothing was ever answered", "unanswered-syn", "high", "client", [syns([1, 2])]],
  [
    "SYNs at equal intervals, of which answers may be missing",
    "unanswered-syn",
    "medium",
    "client",
    [syns([0.5, 0.5])],
  ],
  [
    "SYNs before another connection of the same ports",
    "unanswered-syn",
    "high",
    "client",
    [syns(DOUBLED), busy({ first: 77_000, start: 100 })],
  ],
  [
    "SYN-ACKs that nobody acknowledged",
    "unanswered-syn-ack",
    "high",
    "server",
    [sendAgain(made().syn(), "server", DOUBLED, { flags: SYN | ACK }), other()],
  ],
  [
    "data that was sent again and again",
    "unacknowledged-data",
    "high",
    "client",
    [sendAgain(busy(), "client", BACKOFF, DATA)],
  ],
  [
    "data that was sent a few times, and much later the capture ends",
    "unacknowledged-data",
    "medium",
    "server",
    [sendAgain(busy(), "server", [0.2, 0.4, 0.8], DATA), other()],
  ],
  [
    "a FIN that nobody acknowledged",
    "unacknowledged-fin",
    "high",
    "client",
    [sendAgain(busy(), "client", BACKOFF, { flags: FIN | ACK })],
  ],
  [
    "a FIN that was sent a few times",
    "unacknowledged-fin",
    "medium",
    "client",
    [sendAgain(busy(), "client", DOUBLED, { flags: FIN | ACK })],
  ],
  [
    "the last FIN of a connection",
    "unacknowledged-fin",
    "high",
    "server",
    [sendAgain(busy().fin("client"), "server", BACKOFF, { flags: FIN | ACK }), other()],
  ],
  [
    "a SYN to a host that a router does not reach",
    "destination-unreachable",
    "high",
    "client",
    [made().syn().icmp("client")],
  ],
  [
    "a SYN that a filter rejects, each time",
    "destination-unreachable",
    "high",
    "client",
    [
      made()
        .syn()
        .icmp("client", { code: 13 })
        .wait(1)
        .syn()
        .icmp("client", { code: 13 })
        .wait(2)
        .syn()
        .icmp("client", { code: 13 }),
    ],
  ],
  [
    "a SYN in a routing loop",
    "time-exceeded",
    "high",
    "client",
    [made().syn().icmp("client", { type: 11, code: 0 })],
  ],
  [
    "a SYN whose source a translator changed after it was captured",
    "destination-unreachable",
    "medium",
    "client",
    [
      made()
        .syn()
        .icmp("client", { change: (quoted) => quoted.writeUInt32BE(0xcb007109, 12) }),
    ],
  ],
  [
    "large data in a tunnel, after an error that the sender does not heed",
    "packet-too-big",
    "high",
    "server",
    [
      busy()
        .data("server", 1400)
        .icmp("server", { code: 4, rest: 1280 })
        .wait(0.2)
        .send("server", { sequence: 101, ...DATA })
        .wait(5)
        .send("server", { sequence: 101, ...DATA }),
    ],
  ],
  [
    "data, of which the error came and the capture went on",
    "destination-unreachable",
    "high",
    "client",
    [busy().data("client").icmp("client"), other()],
  ],
];

const NEAR_MISSES: readonly (readonly [string, readonly Conversation[]])[] = [
  ["a SYN that is answered late", [syns(DOUBLED).wait(5).synAck().send("client"), other()]],
  ["a SYN that is refused late", [syns(DOUBLED).wait(5).refuseSyn(), other()]],
  ["a SYN half a second before the end of the capture", [made().syn().wait(0.5), busy()]],
  [
    "SYNs with FIN, as probes have them",
    [sendAgain(made(), "client", DOUBLED, { flags: SYN | FIN }), other()],
  ],
  ["two SYNs", [syns([1]), other()]],
  ["one SYN that was captured in three places", [syns([0.002, 0.003]), other()]],
  [
    "SYNs of which only the answer was not captured",
    [syns(DOUBLED).send("client", { acknowledgment: 1 }).data("client"), other()],
  ],
  [
    "data that is acknowledged in the end",
    [sendAgain(busy(), "client", BACKOFF, DATA).send("server"), other()],
  ],
  ["data that is sent again as the capture ends", [sendAgain(busy(), "client", [0.2, 0.4], DATA)]],
  [
    "data after which the sender reset the connection",
    [sendAgain(busy(), "client", BACKOFF, DATA).abort("client"), other()],
  ],
  [
    "data whose receiver was never captured",
    [sendAgain(made().syn().data("client"), "client", BACKOFF, DATA), other()],
  ],
  [
    "a last FIN after which the sender reset the connection, longer than any close takes",
    [
      sendAgain(busy().fin("client"), "server", [1, 2, 4, 8, 16, 32, 40], {
        flags: FIN | ACK,
      }).abort("server"),
      other(),
    ],
  ],
  ["a connection that is idle", [busy(), other()]],
  ["a connection that ends by FINs", [busy().fin("client").fin("server").send("client"), other()]],
  [
    "an ICMP error about another connection",
    [
      made()
        .syn()
        .icmp("client", { change: (quoted) => quoted.writeUInt16BE(50_001, 20) }),
      other(),
    ],
  ],
  [
    "an ICMP error about another SYN of the same ports",
    [
      made()
        .syn()
        .icmp("client", { change: (quoted) => quoted.writeUInt32BE(4711, 24) }),
      other(),
    ],
  ],
  [
    "an ICMP error about data that was never sent",
    [
      busy()
        .data("client")
        .icmp("client", { change: (quoted) => quoted.writeUInt32BE(500_000, 24) }),
      other(),
    ],
  ],
  [
    "an ICMP error about a SYN that was answered after it",
    [made().syn().icmp("client").wait(1).syn().synAck().send("client"), other()],
  ],
  [
    "an ICMP error about data that arrived later in smaller segments",
    [
      busy()
        .data("client", 1400)
        .icmp("client", { code: 4, rest: 1280 })
        .wait(0.1)
        .send("client", { sequence: 101, payload: new Uint8Array(700) })
        .send("client", { sequence: 801, payload: new Uint8Array(700) })
        .send("server"),
      other(),
    ],
  ],
  ["an ICMP error about an ACK", [busy().send("client").icmp("client"), other()]],
  ["an ICMP error as the capture ends", [busy().data("client").icmp("client")]],
  [
    "an ICMP error about a connection that was reset",
    [busy().data("client").icmp("client").wait(1).abort("client"), other()],
  ],
  ["an ICMP error that quotes too little", [made().syn().icmp("client", { octets: 27 }), other()]],
  ["an echo reply", [made().syn().icmp("client", { type: 0, code: 0 }), other()]],
];

describe("failures without an RST", () => {
  it.each(TRUE_CASES)("%s: %s", async (_name, failure, certainty, sender, conversations) => {
    const [found, ...more] = await failuresIn(...conversations);
    expect(more).toEqual([]);
    expect(found).toMatchObject({ kind: "failure", failure, certainty, sender });
    expect(await findingsOf(captureOf(...conversations))).toEqual([]);
  });

  it.each(NEAR_MISSES)("are not %s", async (_name, conversations) => {
    expect(await failuresIn(...conversations)).toEqual([]);
  });

  it("say what the ICMP error says, in IANA's and in the registry's words", async () => {
    const conversation = made().syn().icmp("client").wait(1).syn().icmp("client");
    expect(await failuresIn(conversation)).toEqual([
      {
        kind: "failure",
        stream: 0,
        frame: 1,
        time: "2023-11-14T22:13:20.000000Z",
        client: { address: "192.0.2.1", port: 49152 },
        server: { address: "198.51.100.7", port: 443 },
        failure: "destination-unreachable",
        sender: "client",
        certainty: "high",
        reasonCode: 13,
        reason: "Destination unreachable",
        icmp: {
          frame: 2,
          family: "icmp",
          type: 3,
          code: 1,
          words: "Host unreachable",
          from: ROUTER,
          count: 2,
        },
        transmissions: 2,
        seconds: 1.002,
        unackedOctets: 0,
        evidence: [1, 2, 3, 4],
        stage: "connecting",
        missing: [],
        explanation: `${ROUTER} says of the SYN of the client: Host unreachable (ICMP type 3, code 1); nobody answered it`,
        nextStep: expect.stringContaining("Check routes and filter rules"),
      },
    ]);
  });

  it("name the MTU, and count octets that were not acknowledged", async () => {
    const [failure] = await failuresIn(
      busy().data("server", 1400).icmp("server", { code: 4, rest: 1280 }),
      other(),
    );
    expect(failure).toMatchObject({
      failure: "packet-too-big",
      icmp: { mtu: 1280, words: "Fragmentation needed and Don't Fragment was set" },
      unackedOctets: 1400,
    });
    expect(failure?.explanation).toContain("the next link takes 1,280 octets");
  });

  it("are told once, also where late segments come after the end", async () => {
    const late = sendAgain(busy().fin("client"), "server", BACKOFF, { flags: FIN | ACK });
    late.wait(100);
    const sequence = 101;
    for (const gap of DOUBLED) late.wait(gap).send("server", { flags: FIN | ACK, sequence });
    expect(await failuresIn(late, other())).toHaveLength(1);
  });
});
