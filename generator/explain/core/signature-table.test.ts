import { describe, expect, it } from "vitest";
import { Conversation, findingOf } from "../../../test/support/conversation.js";
import type { Cause, Certainty, Resetter } from "../../model/finding.js";
import { TCP_FLAG } from "../../model/tcp-flag.js";
import { SIGNATURES } from "./signature-table.js";

const made = (options = {}) => new Conversation(options);
const { SYN, FIN, RST, ACK } = TCP_FLAG;
const FATAL_ALERT = Uint8Array.of(21, 3, 3, 0, 2, 2, 40);
const CLOSE_NOTIFY = Uint8Array.of(21, 3, 3, 0, 2, 1, 0);

/** An established connection with some data in both directions. */
const busy = (options = {}) =>
  made(options).handshake().exchange("client").exchange("server").exchange("client");

/** Another connection, so that the capture has begun long before. */
const busyBefore = () => busy({ clientPort: 50_000, server: "203.0.113.5" });

/** As a scanner makes it: without the options of a kernel. */
const bareSyn = () =>
  made().send("client", { flags: SYN, sequence: 0, window: 1024, options: new Uint8Array() });

const lateSynAck = () =>
  made()
    .send("server", { flags: SYN | ACK, sequence: 0, acknowledgment: 1 })
    .refuse("client", { sequence: 1 });

/** The server's host accepts another connection, so that its distance is known. */
const other = () => made({ clientPort: 50000, serverPort: 80 }).handshake();

function probes(conversation: Conversation, gaps: readonly number[], answer = false): Conversation {
  for (const gap of gaps) {
    conversation.wait(gap).send("client", { sequence: conversation.ends.client.next - 1 });
    if (answer) conversation.send("server", { window: 0 });
  }
  return conversation;
}

function retransmissions(conversation: Conversation, gaps: readonly number[]): Conversation {
  const sequence = conversation.ends.client.next;
  conversation.data("client");
  for (const gap of gaps) {
    conversation.wait(gap).send("client", { sequence, payload: new Uint8Array(100) });
  }
  return conversation;
}

/** A connection on the same ports as one that began before, with another first number. */
const again = (first: number, start: number) => made({ first, start });

type Case = readonly [
  name: string,
  cause: Cause,
  certainty: Certainty,
  resetBy: Resetter,
  conversations: readonly Conversation[],
];

const TRUE_CASES: readonly Case[] = [
  ["a SYN to a closed port", "closed-port", "high", "server", [made().syn().refuseSyn()]],
  [
    "the second SYN, where the first was lost",
    "closed-port",
    "high",
    "server",
    [made().syn().wait(1).syn().refuseSyn()],
  ],
  [
    "a closed port of a host whose distance is known",
    "closed-port",
    "high",
    "server",
    [other(), made({ start: 1 }).syn().refuseSyn()],
  ],
  [
    "a SYN refused nearer than the host",
    "firewall-reject",
    "medium",
    "middle",
    [other(), made({ start: 1 }).syn().refuseSyn({ timeToLive: 63 })],
  ],
  [
    "data to a host that restarted",
    "half-open",
    "high",
    "server",
    [busy().wait(20).data("client").refuse("server", { sequence: 101 })],
  ],
  [
    "a SYN that meets an old connection",
    "old-connection",
    "high",
    "client",
    [
      made()
        .syn()
        .send("server", { sequence: 777, acknowledgment: 4444 })
        .refuse("client", { sequence: 4444 })
        .wait(1)
        .syn(),
    ],
  ],
  ["a half-open scan", "scan", "high", "client", [bareSyn().synAck().refuse("client")]],
  [
    "a request that is not read, with a window that shows it",
    "unread-data",
    "medium",
    "server",
    [
      made()
        .handshake()
        .send("server")
        .data("client", 5000)
        .send("server", { window: 460 })
        .abort("server"),
    ],
  ],
  [
    "data after the FIN of the other end",
    "data-after-close",
    "high",
    "server",
    [busy().fin("server").data("client").refuse("server", { sequence: 102 })],
  ],
  [
    "an abort with all data answered",
    "application-abort",
    "medium",
    "client",
    [busy().abort("client")],
  ],
  [
    "an abort after data of which it is unknown whether it was read",
    "application-abort",
    "undecidable",
    "client",
    [busy().exchange("server").abort("client")],
  ],
  [
    "an RST after both FINs",
    "after-close",
    "high",
    "client",
    [busy().fin("client").fin("server").refuse("client", { sequence: 202 })],
  ],
  [
    "an ACK that comes late to an end that has closed",
    "after-close",
    "medium",
    "server",
    [busy().fin("server").send("client").refuse("server", { sequence: 102 })],
  ],
  [
    "an RST instead of the second FIN",
    "application-abort",
    "medium",
    "client",
    [busy().fin("server").abort("client")],
  ],
  [
    "an RST after the same end's FIN",
    "application-abort",
    "medium",
    "server",
    [busy().exchange("server").fin("server").abort("server")],
  ],
  [
    "both ends at the time of a known timer",
    "idle-timeout",
    "high",
    "middle",
    [
      busy()
        .wait(350)
        .abort("client", { window: 0, timeToLive: 250 })
        .abort("server", { window: 0, timeToLive: 250 }),
    ],
  ],
  [
    "both ends after another silence",
    "idle-timeout",
    "medium",
    "middle",
    [busy().wait(47).abort("client", { timeToLive: 250 }).abort("server", { timeToLive: 250 })],
  ],
  [
    "one end at the time of a known timer, from another distance",
    "idle-timeout",
    "high",
    "middle",
    [busy().wait(60).abort("server", { timeToLive: 60 })],
  ],
  [
    "the first segment after a long silence, from another distance",
    "idle-timeout",
    "medium",
    "middle",
    [busy().wait(400).data("client").refuse("server", { sequence: 101, timeToLive: 60 })],
  ],
  [
    "keep-alives without an answer",
    "keepalive-failure",
    "high",
    "client",
    [probes(busy(), [7200, 75, 75, 75]).wait(74.999).abort("client")],
  ],
  [
    "a window that stays closed",
    "zero-window",
    "high",
    "client",
    [
      probes(busy().send("server", { window: 0 }), [0.2, 0.4, 0.8, 1.6, 3.2], true)
        .wait(6)
        .abort("client"),
    ],
  ],
  [
    "a full accept queue",
    "accept-queue-overflow",
    "medium",
    "server",
    [made().handshake().refuse("server", { sequence: 1 })],
  ],
  [
    "an RST in the window that is asked about, then an exact one",
    "inexact-rst",
    "high",
    "client",
    [busy().refuse("client", { sequence: 300 }).send("server").refuse("client", { sequence: 201 })],
  ],
  [
    "a forged RST in the window, which the client does not confirm",
    "inexact-rst",
    "high",
    "middle",
    [busy().refuse("client", { sequence: 300 }).send("server").wait(0.1).exchange("client")],
  ],
  [
    "the number of the first octet after much data",
    "stale-state",
    "high",
    "middle",
    [busy().exchange("client", 1400).refuse("client", { sequence: 1, timeToLive: 200 })],
  ],
  [
    "an RST with another time to live and identification, while its sender goes on",
    "injected",
    "high",
    "middle",
    [
      busy()
        .exchange("server")
        .abort("server", { timeToLive: 99, identification: 54321 })
        .wait(0.01)
        .exchange("server"),
    ],
  ],
  [
    "an RST with another time to live and identification",
    "injected",
    "medium",
    "middle",
    [busy().exchange("server").abort("server", { timeToLive: 99, identification: 54321 })],
  ],
  [
    "three RSTs with windows that count up",
    "injected",
    "high",
    "middle",
    [
      made()
        .syn()
        .send("server", { flags: RST | ACK, sequence: 0, window: 1980, timeToLive: 70 })
        .send("server", { flags: RST | ACK, sequence: 0, window: 1981, timeToLive: 71 })
        .send("server", { flags: RST | ACK, sequence: 0, window: 1982, timeToLive: 72 }),
    ],
  ],
  [
    "a fatal TLS alert",
    "after-tls-alert",
    "high",
    "server",
    [busy().send("client", { payload: FATAL_ALERT }).abort("server")],
  ],
  [
    "a SYN in the window of an open connection",
    "syn-in-window",
    "high",
    "server",
    [
      busy(),
      again(1000 + 900, 1)
        .syn()
        .refuseSyn(),
    ],
  ],
  [
    "data sent again and again",
    "retransmission-give-up",
    "medium",
    "client",
    [retransmissions(busy(), [0.2, 0.4, 0.8, 1.6, 3.2, 6.4]).wait(5).abort("client")],
  ],
  [
    "data sent again and again, and a segment that comes too late",
    "retransmission-give-up",
    "medium",
    "client",
    [
      retransmissions(busy(), [0.2, 0.4, 0.8, 1.6, 3.2, 6.4])
        .wait(20)
        .send("server", { acknowledgment: 201 })
        .refuse("client", { sequence: 201 }),
    ],
  ],
  [
    "a window that opens too late",
    "zero-window",
    "medium",
    "client",
    [
      probes(busy().send("server", { window: 0 }), [0.2, 0.4, 0.8, 1.6, 3.2], true)
        .wait(20)
        .send("server")
        .refuse("client", { sequence: 201 }),
    ],
  ],
  [
    "a refusal whose number is not 0",
    "closed-port",
    "high",
    "server",
    [made().syn().refuseSyn({ rawSequence: 77, window: 512 })],
  ],
  [
    "a refusal that does not acknowledge the SYN",
    "closed-port",
    "medium",
    "server",
    [made().syn().refuseSyn({ acknowledgment: 0 })],
  ],
  [
    "a SYN-ACK of an address that the client never called",
    "untranslated-answer",
    "high",
    "client",
    [
      made().syn(),
      made({ server: "203.0.113.9", start: 0.001 })
        .send("server", { flags: SYN | ACK, sequence: 0, acknowledgment: 1 })
        .refuse("client", { sequence: 1 }),
    ],
  ],
  [
    "a SYN that its client repeats after it has reset the answer",
    "untranslated-answer",
    "medium",
    "client",
    [made().syn().synAck().refuse("client").wait(1).syn()],
  ],
  [
    "numbers that go on under another port",
    "untranslated-answer",
    "medium",
    "server",
    [
      made().handshake(),
      made({ clientPort: 50_001, start: 400 })
        .send("client", { sequence: 1, acknowledgment: 1, payload: new Uint8Array(1) })
        .refuse("server", { sequence: 1 }),
    ],
  ],
  [
    "a segment of the connection under the server's own address",
    "untranslated-answer",
    "medium",
    "client",
    [
      made().handshake().exchange("client"),
      made({ server: "203.0.113.9", start: 0.5 })
        .send("server", { sequence: 1, acknowledgment: 101, payload: new Uint8Array(50) })
        .refuse("client", { sequence: 101 }),
    ],
  ],
  [
    "a SYN-ACK that nobody asked for",
    "unsolicited",
    "medium",
    "client",
    [
      busyBefore(),
      made({ start: 10 })
        .send("server", { flags: SYN | ACK, sequence: 0, acknowledgment: 1 })
        .refuse("client", { sequence: 1 }),
    ],
  ],
  [
    "a lone FIN without ACK",
    "scan",
    "high",
    "server",
    [
      made()
        .send("client", { flags: FIN })
        .refuse("server", { flags: RST | ACK, rawSequence: 0, acknowledgment: 1 }),
    ],
  ],
  [
    "data sent again and again up to the longest gap",
    "retransmission-give-up",
    "medium",
    "client",
    [retransmissions(busy(), [0.3, 0.6, 1.2, 2.4, 2.4, 2.4, 2.4]).wait(2.4).abort("client")],
  ],
  [
    "SYNs without an answer",
    "retransmission-give-up",
    "medium",
    "client",
    [
      [1, 2, 4, 8, 16]
        .reduce((syns, gap) => syns.wait(gap).syn(), made().syn())
        .wait(32)
        .abort("client"),
    ],
  ],
  [
    "the next answer to a client that reads on, long after its FIN",
    "idle-timeout",
    "medium",
    "unknown",
    [
      busy()
        .fin("client")
        .exchange("server")
        .wait(75)
        .data("server")
        .refuse("client", { sequence: 202 }),
    ],
  ],
  [
    "an answer of Windows to the FIN",
    "application-abort",
    "medium",
    "server",
    [busy().exchange("server").fin("client").abort("server", { window: 0 })],
  ],
  [
    "a bare RST of macOS at its next number",
    "application-abort",
    "medium",
    "client",
    [busy().send("client").wait(5).refuse("client", { sequence: 201, identification: 50_000 })],
  ],
  [
    "an RST that answers data sooner than the path allows",
    "injected",
    "medium",
    "middle",
    [
      made()
        .syn()
        .wait(0.05)
        .synAck()
        .send("client")
        .data("client")
        .abort("server", { timeToLive: 70 }),
    ],
  ],
  [
    "a refused SYN that is accepted after all",
    "injected",
    "high",
    "middle",
    [made().syn().refuseSyn({ timeToLive: 70 }).wait(0.1).synAck()],
  ],
  [
    "an upload that is refused",
    "unread-data",
    "medium",
    "server",
    [
      made()
        .handshake()
        .exchange("client")
        .data("client", 1400)
        .data("client", 1400)
        .data("client", 1400)
        .send("server", { payload: Buffer.from("HTTP/1.1 413 "), acknowledgment: 101 })
        .abort("server", { acknowledgment: 101 }),
    ],
  ],
  [
    "an RST one octet too low after the FIN, while the other end goes on",
    "inexact-rst",
    "high",
    "client",
    [
      busy()
        .fin("client")
        .send("server")
        .send("client", { flags: RST, sequence: 201, window: 0 })
        .wait(0.1)
        .data("server"),
    ],
  ],
];

/** As above, but for what the signature lives on. */
const NEAR_MISSES: readonly (readonly [
  name: string,
  cause: Cause,
  conversations: readonly Conversation[],
])[] = [
  [
    "an RST that acknowledges another SYN",
    "closed-port",
    [made().syn().refuseSyn({ acknowledgment: 7 })],
  ],
  [
    "the host's own distance",
    "firewall-reject",
    [other(), made({ start: 1 }).syn().refuseSyn({ timeToLive: 57 })],
  ],
  [
    "255 instead of 64 at the same host",
    "firewall-reject",
    [
      other(),
      made({ start: 1 })
        .syn()
        .refuseSyn({ timeToLive: 57 + 191 }),
    ],
  ],
  [
    "a FIN before",
    "half-open",
    [busy().fin("server").wait(20).data("client").refuse("server", { sequence: 102 })],
  ],
  [
    "a hole in the capture",
    "half-open",
    [
      busy()
        .send("client", { acknowledgment: 900 })
        .wait(20)
        .send("client", { payload: new Uint8Array(100), acknowledgment: 900 })
        .refuse("server", { sequence: 900 }),
    ],
  ],
  [
    "an ACK that accepts the SYN's number",
    "old-connection",
    [
      made()
        .syn()
        .send("server", { sequence: 777, acknowledgment: 1 })
        .refuse("client", { sequence: 1 }),
    ],
  ],
  [
    "a SYN of a kernel, whose program may have given up",
    "scan",
    [made().syn().synAck().refuse("client")],
  ],
  ["a refusal that comes long after the SYN", "closed-port", [made().syn().wait(12).refuseSyn()]],
  [
    "an RST in place of a FIN of a host that counts its packets",
    "injected",
    [busy().wait(0.5).fin("client").abort("server").wait(0.5).send("server")],
  ],
  ["an ACK before the RST", "scan", [made().handshake().abort("client")]],
  [
    "a window that is as large as before",
    "unread-data",
    [made().handshake().send("server").data("client", 5000).send("server").abort("server")],
  ],
  [
    "data that the other end still took",
    "data-after-close",
    [busy().fin("server").exchange("client").abort("server", { sequence: 102 })],
  ],
  [
    "a live end from another distance",
    "application-abort",
    [busy().abort("client", { timeToLive: 60 })],
  ],
  [
    "data on its way",
    "after-close",
    [busy().fin("server").data("client").refuse("server", { sequence: 102 })],
  ],
  [
    "a live end that resets instead of closing",
    "after-close",
    [busy().fin("server").abort("client")],
  ],
  ["a silence of no timer", "idle-timeout", [busy().wait(47).abort("server")]],
  ["a timer of applications alone", "idle-timeout", [busy().wait(20).abort("client")]],
  [
    "the first segment after a short silence",
    "idle-timeout",
    [busy().wait(30).data("client").refuse("server", { sequence: 101 })],
  ],
  [
    "probes that were answered",
    "keepalive-failure",
    [probes(busy(), [75, 75, 75], true).wait(75).abort("client")],
  ],
  [
    "probes with exponential backoff",
    "keepalive-failure",
    [probes(busy(), [1, 2, 4, 8]).wait(16).abort("client")],
  ],
  [
    "an open window",
    "zero-window",
    [probes(busy(), [0.2, 0.4, 0.8, 1.6, 3.2]).wait(6).abort("client")],
  ],
  [
    "a window that opens in time",
    "zero-window",
    [
      probes(busy().send("server", { window: 0 }), [0.2, 0.4, 0.8, 1.6, 3.2], true)
        .send("server")
        .exchange("client")
        .wait(20)
        .send("server")
        .refuse("client", { sequence: 301 }),
    ],
  ],
  ["RST and ACK of a live end", "accept-queue-overflow", [made().handshake().abort("server")]],
  [
    "a server that had sent data",
    "accept-queue-overflow",
    [made().handshake().exchange("server").refuse("server", { sequence: 101 })],
  ],
  ["no question", "inexact-rst", [busy().refuse("client", { sequence: 300 })]],
  [
    "an answer of the address that was called",
    "untranslated-answer",
    [made().syn().synAck().refuse("client")],
  ],
  ["a capture that begins with it", "unsolicited", [lateSynAck()]],
  [
    "equal intervals of SYNs",
    "retransmission-give-up",
    [
      [1, 1, 1, 1, 1]
        .reduce((syns, gap) => syns.wait(gap).syn(), made().syn())
        .wait(1)
        .abort("client"),
    ],
  ],
  [
    "an answer that comes as soon as the path allows",
    "injected",
    [made().syn().wait(0.05).synAck().send("client").data("client").wait(0.05).abort("server")],
  ],
  [
    "a refused SYN that is sent again and accepted",
    "injected",
    [made().syn().refuseSyn().wait(1).syn().synAck()],
  ],
  [
    "a server that answers an RST with an RST",
    "idle-timeout",
    [busy().wait(47).abort("client").wait(0.01).abort("server")],
  ],
  ["little data", "stale-state", [busy().refuse("client", { sequence: 1 })]],
  ["one clue", "injected", [busy().exchange("server").abort("server", { timeToLive: 99 })]],
  [
    "three RSTs with one window",
    "injected",
    [busy().abort("server").wait(0.01).abort("server").wait(0.01).abort("server")],
  ],
  [
    "an answer of the host itself, with identification 0",
    "injected",
    [busy().wait(20).data("client").refuse("server", { sequence: 101 })],
  ],
  [
    "an alert that is only a warning",
    "after-tls-alert",
    [busy().send("client", { payload: CLOSE_NOTIFY }).abort("server")],
  ],
  [
    "an alert long before",
    "after-tls-alert",
    [busy().send("client", { payload: FATAL_ALERT }).wait(30).abort("server")],
  ],
  [
    "a SYN outside the window",
    "syn-in-window",
    [busy(), again(2_000_000_000, 1).syn().refuseSyn()],
  ],
  [
    "equal intervals",
    "retransmission-give-up",
    [retransmissions(busy(), [1, 1, 1, 1, 1, 1]).wait(5).abort("client")],
  ],
  [
    "an acknowledgment at last",
    "retransmission-give-up",
    [
      retransmissions(busy(), [0.2, 0.4, 0.8, 1.6, 3.2, 6.4])
        .wait(5)
        .send("server")
        .refuse("client", { sequence: 301 }),
    ],
  ],
  [
    "few of them",
    "retransmission-give-up",
    [retransmissions(busy(), [0.2, 0.4, 0.8, 1.6]).wait(5).abort("client")],
  ],
];

describe("a signature fits", () => {
  it.each(TRUE_CASES)("%s: %s", async (_name, cause, certainty, resetBy, conversations) => {
    expect(await findingOf(...conversations)).toMatchObject({ cause, certainty, resetBy });
  });
});

describe("a signature does not fit", () => {
  it.each(NEAR_MISSES)("with %s: %s", async (_name, cause, conversations) => {
    const finding = await findingOf(...conversations);
    const claims = [finding, ...finding.alternatives].filter(
      ({ certainty }) => certainty === "high" || certainty === "medium",
    );
    expect(claims.map((claim) => claim.cause)).not.toContain(cause);
    if (finding.certainty !== "undecidable") expect(finding.cause).not.toBe(cause);
  });
});

describe("the table", () => {
  it("has a case and a near miss for each cause", () => {
    // A proxy has two connections: proxied.test.ts.
    const shown = new Set([...TRUE_CASES.map(([, cause]) => cause), "proxied"]);
    const missed = new Set([...NEAR_MISSES.map(([, cause]) => cause), "proxied"]);
    for (const { cause } of SIGNATURES) {
      expect(shown, cause).toContain(cause);
      expect(missed, cause).toContain(cause);
    }
  });

  it("says where each is described", () => {
    for (const { reference } of SIGNATURES) {
      expect(reference).not.toBe("");
    }
  });
});
