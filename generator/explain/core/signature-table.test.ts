import { describe, expect, it } from "vitest";
import { Conversation, findingOf } from "../../../test/support/conversation.js";
import type { Cause, Certainty, Resetter } from "../../model/finding.js";
import { TCP_FLAG } from "../../model/tcp-flag.js";
import { SIGNATURES } from "./signature-table.js";

const made = (options = {}) => new Conversation(options);
const { RST, ACK } = TCP_FLAG;
const FATAL_ALERT = Uint8Array.of(21, 3, 3, 0, 2, 2, 40);
const CLOSE_NOTIFY = Uint8Array.of(21, 3, 3, 0, 2, 1, 0);

/** An established connection with some data in both directions. */
const busy = (options = {}) =>
  made(options).handshake().exchange("client").exchange("server").exchange("client");

/** The same with timestamps in all segments. */
function stamped(): Conversation {
  const conversation = made();
  conversation.timestamps = true;
  return conversation.handshake().exchange("client").exchange("server").exchange("client");
}

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
  ["a SYN to a closed port", "closed-port", "high", "unknown", [made().syn().refuseSyn()]],
  [
    "the second SYN, where the first was lost",
    "closed-port",
    "high",
    "unknown",
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
  ["a half-open scan", "scan", "high", "client", [made().syn().synAck().refuse("client")]],
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
    "unknown",
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
  [
    "a live end without its timestamps",
    "application-abort",
    [stamped().abort("client", { options: new Uint8Array(), window: 0 })],
  ],
  ["a silence of no timer", "idle-timeout", [busy().wait(47).abort("server", { timeToLive: 60 })]],
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
  it("where a live end's RST lacks timestamps, and says so", async () => {
    const finding = await findingOf(
      stamped().abort("client", { options: new Uint8Array(), window: 0 }),
    );
    expect(finding).toMatchObject({
      cause: "application-abort",
      certainty: "undecidable",
      resetBy: "unknown",
    });
    expect(finding.missing.join()).toContain("lacks the timestamps");
    expect(await findingOf(stamped().abort("client"))).toMatchObject({ certainty: "medium" });
  });

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
    for (const { reference, needs } of SIGNATURES) {
      expect(reference).not.toBe("");
      expect(needs.length).toBeGreaterThan(0);
    }
  });
});
