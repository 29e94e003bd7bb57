import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { extendedModel, ownModel } from "../../test/support/models.js";
import { CaptureError } from "../capture/frame.js";
import { showLatin1 } from "../capture/octets.js";
import { endpointsOf, SegmentReader } from "../capture/tcp-segment.js";
import type { Model } from "../model/model.js";
import { type DecodeCounts, type Decoded, decodeCapture, nameEnd } from "./decode-capture.js";
import { noTextCounts } from "./read-packets.js";
import { readText } from "./read-text.js";

const own = ownModel();

/** A segment of a text, as its reader sees it. */
interface Seen {
  readonly from: string;
  readonly to: string;
  readonly flags: number;
  readonly seq: number;
  readonly ack: number;
  readonly win: number;
  readonly length: number;
  readonly ttl: number;
  readonly id: number | undefined;
  readonly seconds: number;
  readonly time: string | undefined;
  readonly frame: number;
  readonly payload: string;
  readonly lacks: readonly string[];
}

// Lines and characters are divided anywhere.
async function* chunksOf(text: string | Uint8Array) {
  const octets = Buffer.from(text);
  for (let at = 0; at < octets.length; at += 7) yield octets.subarray(at, at + 7);
}

async function read(text: string | Uint8Array, model: Model = own) {
  const seen: Seen[] = [];
  const counts = noTextCounts();
  const reader = new SegmentReader();
  let problem: string | undefined;
  try {
    await readText(
      model,
      chunksOf(text),
      (frame) => {
        const segment = reader.read(frame);
        if (segment === undefined) return;
        const { source, destination } = endpointsOf(segment);
        const show = (end: typeof source) => {
          const { address, port } = nameEnd(end, frame.text);
          return `${address} ${port}`;
        };
        seen.push({
          from: show(source),
          to: show(destination),
          flags: segment.flags,
          seq: segment.sequenceNumber >>> 0,
          ack: segment.acknowledgmentNumber >>> 0,
          win: segment.window,
          length: segment.lengthBytes,
          ttl: segment.packet.timeToLive,
          id: segment.packet.identification,
          seconds: frame.seconds,
          time: frame.time,
          frame: frame.number,
          payload: showLatin1(segment.octets.subarray(segment.payloadStart, segment.capturedEnd)),
          lacks: frame.text?.lacks ?? [],
        });
      },
      counts,
    );
  } catch (error) {
    if (!(error instanceof CaptureError)) throw error;
    problem = error.message;
  }
  return { seen, counts, problem };
}

const lines = (...all: readonly string[]) => `${all.join("\n")}\n`;

const T = "12:00:00.000001 ";
const AB = "192.0.2.1.443 > 198.51.100.7.52292: ";
const HEADER = "(tos 0x0, ttl 61, id 7, offset 0, flags [DF], proto TCP (6), length 40)";
const RST = "Flags [R.], cksum 0xb619 (correct), seq 1000, ack 2000, win 9, length 0";
const A = "192.0.2.1 443";
const B = "198.51.100.7 52292";
const FOUND = { from: A, to: B, flags: 0x14, win: 9, length: 0 };
const MACS = "02:00:00:00:00:01 > 02:00:00:00:00:02, ethertype";

describe("a segment as tcpdump prints it", () => {
  it("is not what the first fragment of a packet has, whose length is another one", async () => {
    const fragment = (flags: string) => {
      return lines(`${T}IP ${HEADER.replace("[DF]", flags)}`, `    ${AB}${RST}`);
    };
    expect((await read(fragment("[none]"))).seen).toHaveLength(1);
    for (const flags of ["[+]", "[+, DF]"]) {
      expect((await read(fragment(flags))).seen).toEqual([]);
    }
  });

  it.each([
    ["-n", `${T}IP ${AB}${RST}`],
    ["-t", `IP ${AB}${RST}`],
    ["-v", `${T}IP ${HEADER}\n    ${AB}${RST}`],
    [
      "-v of an old tcpdump",
      `${T}IP (tos 0x0, ttl  61, id 7, offset 0, flags [DF], proto: TCP (6), length: 40) ${AB}${RST}`,
    ],
    ["-v without indentation", `${T}IP ${HEADER}\n${AB}${RST}`],
    ["-v with an empty line", `${T}IP ${HEADER}\n   \n    ${AB}${RST}`],
    ["-e", `${T}${MACS} IPv4 (0x0800), length 54: ${AB}${RST}`],
    [
      "-e with names of vendors",
      `${T}02:00:00:00:00:01 (oui Unknown) > 02:00:00:00:00:02 (oui Cisco), ethertype IPv4 (0x0800), length 54: ${AB}${RST}`,
    ],
    [
      "-e -v and a VLAN",
      `${T}${MACS} 802.1Q (0x8100), length 58: vlan 10, p 0, ethertype IPv4 (0x0800), ${HEADER}\n    ${AB}${RST}`,
    ],
    ["-e, long ago", `${T}0:1:2:3:4:5 6:7:8:9:a:b ip 54: ${AB}${RST}`],
    ["-i any", `${T}eth0  In  IP ${AB}${RST}`],
    [
      "-e on a cooked link",
      `${T} Out 02:00:00:00:00:01 ethertype IPv4 (0x0800), length 56: ${AB}${RST}`,
    ],
    [
      "-e -i any",
      `${T}eth0  Out ifindex 2 02:00:00:00:00:01 ethertype IPv4 (0x0800), length 60: ${AB}${RST}`,
    ],
    ["-#", `    1  ${T}IP ${AB}${RST}`],
    ["PPPoE", `${T}PPPoE  [ses 0x1] IP ${AB}${RST}`],
    ["MPLS with -v", `${T}MPLS (label 100, tc 0, [S], ttl 63)\n\tIP ${HEADER}\n    ${AB}${RST}`],
    ["GRE", `${T}IP 10.0.0.1 > 10.0.0.2: GREv0, length 44: IP ${AB}${RST}`],
    [
      "GRE with -v",
      `${T}IP ${HEADER}\n    10.0.0.1 > 10.0.0.2: GREv0, Flags [none], length 44\n\tIP ${HEADER}\n    ${AB}${RST}`,
    ],
    ["IP in IP with -e", `${T}${MACS} IPv4 (0x0800), length 74: 10.0.0.1 > 10.0.0.2: ${AB}${RST}`],
    [
      "VXLAN",
      `${T}IP 10.0.0.1.5000 > 10.0.0.2.4789: VXLAN, flags [I] (0x08), vni 5\nIP ${AB}${RST}`,
    ],
    [
      "Geneve",
      `${T}IP 10.0.0.1.5000 > 10.0.0.2.6081: Geneve, Flags [none], vni 0x5: IP ${AB}${RST}`,
    ],
    ["AH", `${T}IP 192.0.2.1 > 198.51.100.7: AH(spi=0x1,seq=0x1,icv=0x00): 443 > 52292: ${RST}`],
    ["macOS's -k", `${T}(en0, proc curl:123, svc BE, out) IP ${AB}${RST}`],
    ["OpenBSD's date", `May 05 ${T}${AB}R 1000:1000(0) ack 2000 win 9 (DF)`],
    ["pflog", `${T}rule 2/0(match): block in on em0: ${AB}${RST}`],
    ["a length that cannot be", `${T}IP truncated-ip - 4 bytes missing! ${AB}${RST}`],
    ["the old form", `${T}${AB}R 1000:1000(0) ack 2000 win 9 (DF) (ttl 61, id 7, len 40)`],
    [
      "the old form with -v",
      `${T}IP ${HEADER} ${AB}R, cksum 0x1234 (correct), 1000:1000(0) ack 2000 win 9`,
    ],
    ["F5's words at its end", `${T}IP ${AB}${RST} out slot1/tmm0 lis=/Common/vs`],
    ["a quotation", `> > ${T}IP ${AB}${RST}`],
    ["entities", `${T}IP ${AB.replace(">", "&gt;")}${RST}`],
    ["tags", `<pre><code>${T}IP ${AB}${RST}</code></pre>`],
    ["a block of code", `    ${T}IP ${HEADER}\n        ${AB}${RST}`],
    ["colours", `\u001b[32m${T}\u001b[0mIP ${AB}${RST}`],
    [
      "a prompt and a banner around",
      `$ sudo tcpdump -n\nlistening on eth0, link-type EN10MB\n${T}IP ${AB}${RST}\n^C\n1 packet captured`,
    ],
    ["another line's end", `${T}IP ${AB}${RST}\r`],
    [
      "what mail folds",
      `${T}IP 192.0.2.1.443 > \n198.51.100.7.52292: Flags [R.], seq \n1000, ack 2000, win \n9, length 0`,
    ],
    [
      "what a terminal folds",
      `${T}IP 192.0.2.1.443 > 198.51.100.7.522\n92: Flags [R.], seq 1000, ack 2000, win 9, length 0`,
    ],
    ["no end", `${T}IP ${AB}Flags [R.], seq 1000, ack 2000, win 9, opti`],
  ])("is read with %s", async (_what, text) => {
    const { seen } = await read(lines(text));
    expect(seen).toMatchObject([{ ...FOUND, seq: 1000, ack: 2000 }]);
  });

  it("is read as PowerShell writes it, in UTF-16", async () => {
    const text = Buffer.from(`\ufeff${lines(`${T}IP ${AB}${RST}`)}`, "utf16le");
    expect((await read(text)).seen).toMatchObject([FOUND]);
  });

  it.each([
    ["IPv6", "IP6 2001:db8::1.443 > 2001:db8::2.99: ", "2001:db8::1 443", "2001:db8::2 99"],
    [
      "IPv6 with -v",
      "IP6 (class 0x20, flowlabel 0x12345, hlim 61, next-header TCP (6) payload length: 20) 2001:db8::1.443 > 2001:db8::2.99: ",
      "2001:db8::1 443",
      "2001:db8::2 99",
    ],
    [
      "extension headers",
      "IP6 (hlim 61) 2001:db8::1 > 2001:db8::2: HBH (padn) 443 > 99: ",
      "2001:db8::1 443",
      "2001:db8::2 99",
    ],
    [
      "6in4",
      "IP (tos 0x0, ttl 61, id 1) 192.0.2.8 > 192.0.2.9: IP6 (hlim 61) 2001:db8::1.443 > 2001:db8::2.99: ",
      "2001:db8::1 443",
      "2001:db8::2 99",
    ],
    [
      "names",
      "IP web-1.example.com.https > client.example.org.52292: ",
      "web-1.example.com 443",
      "client.example.org 52292",
    ],
    [
      "a name and an address",
      "IP localhost.http-alt > 192.0.2.7.99: ",
      "localhost 8080",
      "192.0.2.7 99",
    ],
  ])("has its ends: %s", async (_what, ahead, from, to) => {
    const { seen } = await read(lines(`${T}${ahead}${RST}`));
    expect(seen).toMatchObject([{ from, to, flags: 0x14 }]);
  });

  it("has the ends that are in its own line, however alike those of other lines are", async () => {
    const ends = [
      ["192.0.2.1", "192.0.2.11"],
      ["192.0.2.11", "192.0.2.1"],
      ["192.0.2.12", "2.192.0.2"],
    ];
    const printed = ends.map(([from, to]) => `${T}IP ${from}.443 > ${to}.99: ${RST}`);
    const { seen } = await read(lines(...printed));
    expect(seen.map(({ from, to }) => [from, to])).toEqual(
      ends.map(([from, to]) => [`${from} 443`, `${to} 99`]),
    );
  });

  it("says which port a name stands for that nobody knows", async () => {
    const { seen } = await read(lines(`${T}IP 192.0.2.1.some-service > 192.0.2.2.99: ${RST}`));
    expect(seen[0]?.lacks).toContain("the port of some-service is not known: 4 stands for it");
  });

  it("knows that it does not know the TTL without -v, and has it with -v", async () => {
    const brief = await read(lines(`${T}IP ${AB}${RST}`));
    expect(brief.seen).toMatchObject([{ ttl: Number.NaN, id: undefined }]);
    expect(brief.seen[0]?.lacks).toEqual([expect.stringContaining("no TTL")]);
    const long = await read(lines(`${T}IP ${HEADER}`, `    ${AB}${RST}`));
    expect(long.seen).toMatchObject([{ ttl: 61, id: 7, lacks: [] }]);
  });

  it("has what was left out marked as such", async () => {
    const { seen } = await read(
      lines(`${AB}Flags [R.], ... length 46 [RST+ BIG-IP: [0x2664c65:2574] No fl]`),
    );
    expect(seen).toMatchObject([
      { ...FOUND, win: 0, length: 46, payload: "BIG-IP: [0x2664c65:2574] No flow found for ACK" },
    ]);
    expect(seen[0]?.lacks).toEqual([
      expect.stringContaining("no TTL"),
      "the text has no times",
      expect.stringContaining("leaves out sequence numbers"),
    ]);
  });

  it("keeps numbers apart that a line may have cut", async () => {
    const { seen } = await read(lines(`${T}IP ${AB}Flags [R.], seq 1000, ack 20`));
    expect(seen).toMatchObject([{ seq: 1000, ack: 0 }]);
    expect(seen[0]?.lacks).toContainEqual(expect.stringContaining("leaves out"));
  });
});

describe("the payload of an RST", () => {
  const rst = (length: number, payload: string) =>
    lines(
      `${T}IP ${HEADER}`,
      `    ${AB}Flags [R.], seq 1:9, ack 1, win 0, length ${length}${payload}`,
    );

  it.each([
    ["escapes", 8, " [RST 3M-*^@^N^@^@^@^@]", "3\xaa\0\x0e\0\0\0\0"],
    ["characters that look like escapes", 4, " [RST M-^@]", "M-^@"],
    ["brackets", 6, " [RST a]] b]]", "a]] b]"],
    ["a text with F5's words behind", 4, " [RST away] out slot1/tmm0", "away"],
    ["what the snapshot length cut", 9, " [!RST go a]", "go a"],
    [
      "more than is printed, known",
      61,
      " [RST+ BIG-IP: [0x2409a71:704] Flow e]",
      "BIG-IP: [0x2409a71:704] Flow expired (sweeper) (idle timeout)",
    ],
    [
      "more than is printed, unknown",
      62,
      " [RST+ BIG-IP: [0x2409a71:704] Flow e]",
      "BIG-IP: [0x2409a71:704] Flow e",
    ],
    ["a reason in numbers", 8, " [RST: code 14, pen 0]", "3\xaa\0\x0e\0\0\0\0"],
    ["nothing that fits", 8, " [RST 3M-*^@]", ""],
  ])("is made of %s", async (_what, length, printed, payload) => {
    const { seen } = await read(rst(length, printed));
    expect(seen).toMatchObject([{ length, payload }]);
  });

  it("says where it was not printed", async () => {
    const { seen } = await read(lines(`${T}IP ${AB}Flags [R.], seq 1:9, ack 1, win 0, length 8`));
    expect(seen[0]?.lacks).toContainEqual(expect.stringContaining("payload of the RST"));
  });

  it("is that of a dump, where there is one", async () => {
    const dump = [
      "\t0x0000:  4500 0030 0007 4000 4006 0000 c000 0201  E..0..@.@.......",
      "\t0x0010:  c633 6407 01bb cc44 0000 0001 0000 0001  .3d....D........",
      "\t0x0020:  5014 0000 0000 0000 676f 2061 7761 7921  P.......go.away!",
    ];
    const { seen } = await read(
      lines(`${T}IP ${AB}Flags [R.], seq 1:9, ack 1, win 0, length 8`, ...dump),
    );
    expect(seen).toMatchObject([{ from: A, to: B, payload: "go away!", ttl: 64, id: 7 }]);
    const quiet = await read(lines(`${T}IP ${AB}tcp 8`, ...dump));
    expect(quiet.seen).toMatchObject([{ flags: 0x14, payload: "go away!" }]);
  });
});

describe("times", () => {
  const at = (...stamps: readonly string[]) =>
    lines(...stamps.map((stamp) => `${stamp}IP ${AB}${RST}`));

  it.each([
    ["of the day, past midnight", ["23:59:59.500000 ", "00:00:01.000000 "], [86_399.5, 86_401]],
    [
      "with the date",
      ["2026-05-05 12:00:00.250000 ", "2026-05-05 12:00:01.000000 "],
      [1777982400.25, 1777982401],
    ],
    [
      "since the frame before",
      [" 00:00:00.000000 ", " 00:00:02.000000 ", " 00:00:00.500000 "],
      [0, 2, 2.5],
    ],
    [
      "since the first frame",
      [" 00:00:00.000000 ", " 00:00:02.000000 ", " 00:00:02.500000 "],
      [0, 2, 2.5],
    ],
    ["with numbers ahead", ["    1   00:00:00.000000 ", "    2   00:00:01.000000 "], [0, 1]],
    ["in nanoseconds", ["12:00:00.000000500 "], [43_200.0000005]],
    ["that are left out", ["", ""], [Number.NaN, Number.NaN]],
  ])("%s", async (_what, stamps, seconds) => {
    const { seen } = await read(at(...stamps));
    expect(seen.map((one) => one.seconds)).toEqual(seconds);
    expect(seen.map((one) => one.time)).toEqual(stamps.map(() => undefined));
  });

  it("with -tt, which tells the day and the zone", async () => {
    const { seen } = await read(at("1777982400.001000 "));
    expect(seen).toMatchObject([{ time: "2026-05-05T12:00:00.001000Z" }]);
  });
});

describe("sequence numbers", () => {
  const connection = (...all: readonly (readonly [number, string])[]) =>
    lines(
      ...all.map(([side, text]) => {
        const ends =
          side === 0 ? "192.0.2.1.50000 > 192.0.2.2.80" : "192.0.2.2.80 > 192.0.2.1.50000";
        return `${T}IP ${ends}: Flags ${text}`;
      }),
    );
  const numbers = async (text: string) => (await read(text)).seen.map(({ seq, ack }) => [seq, ack]);
  const HANDSHAKE: readonly (readonly [number, string])[] = [
    [0, "[S], seq 4000000000, win 1, length 0"],
    [1, "[S.], seq 500000000, ack 4000000001, win 1, length 0"],
    [0, "[.], ack 1, win 1, length 0"],
  ];
  const OPEN = [
    [4000000000, 0],
    [500000000, 4000000001],
    [4000000001, 500000001],
  ];

  it("are made absolute again", async () => {
    const text = connection(
      ...HANDSHAKE,
      [0, "[P.], seq 1:11, ack 1, win 1, length 10"],
      [1, "[R.], seq 1, ack 11, win 0, length 0"],
    );
    expect(await numbers(text)).toEqual([
      ...OPEN,
      [4000000001, 500000001],
      [500000001, 4000000011],
    ]);
  });

  it("stay absolute with -S, and in an RST without ACK", async () => {
    const text = connection(
      ...HANDSHAKE.slice(0, 2),
      [0, "[P.], seq 4000000001:4000000011, ack 500000001, win 1, length 10"],
      [1, "[R], seq 500000001, win 0, length 0"],
    );
    expect(await numbers(text)).toEqual([
      ...OPEN.slice(0, 2),
      [4000000001, 500000001],
      [500000001, 0],
    ]);
  });

  it("are 0 in the answer to a SYN, again and again", async () => {
    const text = connection(
      [0, "[S], seq 1000, win 1, length 0"],
      [1, "[R.], seq 0, ack 1001, win 0, length 0"],
      [0, "[S], seq 90000, win 1, length 0"],
      [1, "[R.], seq 0, ack 89001, win 0, length 0"],
    );
    expect(await numbers(text)).toEqual([
      [1000, 0],
      [0, 1001],
      [90000, 0],
      [0, 90001],
    ]);
  });

  it("are relative to one another where the beginning was cut", async () => {
    const text = connection(
      [0, "[P.], seq 101:111, ack 51, win 1, length 10"],
      [1, "[.], ack 111, win 1, length 0"],
      [0, "[R], seq 4000000123, win 0, length 0"],
    );
    expect(await numbers(text)).toEqual([
      [101, 51],
      [51, 111],
      [111, 0],
    ]);
  });

  it("go back by one in a probe of a silent connection", async () => {
    const probe = "192.0.2.1.50000 > 192.0.2.2.80: Flags [.], ack 1, win 1, length 0";
    const text = `${connection(...HANDSHAKE)}12:01:00.000000 IP ${probe}\n`;
    expect((await numbers(text)).at(-1)).toEqual([4000000000, 500000001]);
  });

  it("begin with 0 in tshark's list, whose windows are scaled", async () => {
    const row = (n: number, way: string, info: string) =>
      `    ${n}   0.00000${n} ${way} TCP 66 ${info}`;
    const there = "192.0.2.1 → 192.0.2.2";
    const { seen } = await read(
      lines(
        row(1, there, "50000 → 80 [SYN] Seq=0 Win=64240 Len=0 MSS=1460 SACK_PERM WS=128"),
        row(2, "192.0.2.2 → 192.0.2.1", "80 → 50000 [SYN, ACK] Seq=0 Ack=1 Win=65160 Len=0 WS=128"),
        row(3, there, "50000 → 80 [ACK] Seq=1 Ack=1 Win=64256 Len=0"),
      ),
    );
    expect(seen.map(({ win }) => win)).toEqual([64240, 65160, 502]);
    const [syn, accepted, ack] = seen;
    expect(accepted?.ack).toBe((syn?.seq ?? 0) + 1);
    expect([ack?.seq, ack?.ack]).toEqual([accepted?.ack, (accepted?.seq ?? 0) + 1]);
  });
});

describe("tshark and Wireshark", () => {
  const INFO = "443 → 52292 [RST, ACK] Seq=1 Ack=1 Win=9 Len=0";

  it.each([
    ["tshark", `   12   0.285731 192.0.2.1 → 198.51.100.7 TCP 54 ${INFO}`],
    ["tshark -t ad", `   12 2023-10-03 10:17:04.285731 192.0.2.1 → 198.51.100.7 TCP 54 ${INFO}`],
    [
      "an old tshark",
      `12 0.285731 192.0.2.1 -> 198.51.100.7 TCP 443 > 52292 [RST, ACK] Seq=1 Ack=1 Win=9 Len=0`,
    ],
    [
      "a remark of Wireshark",
      `12 0.2 192.0.2.1 → 198.51.100.7 TCP 54 [TCP ACKed unseen segment] ${INFO}`,
    ],
    [
      "Wireshark's export",
      `     12 0.285731       192.0.2.1             198.51.100.7          TCP      54     ${INFO}`,
    ],
    ["rows that were copied", `12\t0.285731\t192.0.2.1\t198.51.100.7\tTCP\t54\t${INFO}`],
    ["CSV", `"12","0.285731","192.0.2.1","198.51.100.7","TCP","54","${INFO}"`],
    [
      "names of services",
      `12 0.2 192.0.2.1 → 198.51.100.7 TCP 54 https(443) → 52292(52292) [RST, ACK] Seq=1 Ack=1 Win=9 Len=0`,
    ],
  ])("print a row that is read: %s", async (_what, text) => {
    const { seen } = await read(lines(text));
    expect(seen).toMatchObject([{ ...FOUND, frame: 12, ttl: Number.NaN }]);
  });

  it("print an Info column that is read alone, without addresses", async () => {
    const { seen } = await read(lines(INFO));
    expect(seen).toMatchObject([{ from: "unknown 443", to: "unknown 52292", flags: 0x14 }]);
  });

  it("have rows of other protocols, which count as frames alone", async () => {
    const { seen, counts } = await read(
      lines(
        `1 0.1 192.0.2.1 → 198.51.100.7 HTTP 200 GET / ${INFO}`,
        `2 0.2 192.0.2.1 → 198.51.100.7 TCP 54 ${INFO}`,
      ),
    );
    expect([seen.length, counts.frames, counts.segments]).toEqual([1, 2, 1]);
  });
});

describe("what is not understood", () => {
  it("is skipped and counted, and the rest is used", async () => {
    const good = `${T}IP ${AB}${RST}`;
    const text = lines("Hello,", good, "and then?", "12:00:01.000000 ARP, Request who-has", good);
    const { seen, counts } = await read(text);
    expect([seen.length, counts.frames, counts.skippedLines]).toEqual([2, 3, 2]);
  });

  it.each([
    ["a text without a segment", "hello\n", "no line of it is a TCP segment"],
    ["-q", `${T}IP ${AB}tcp 0\n`, "leaves them out with -q"],
  ])("is refused where nothing else is there: %s", async (_what, text, message) => {
    expect((await read(text)).problem).toContain(message);
  });

  it.each(["(", "> ", "a.", "[", "IP ", "^", "M-", "1 ", ", seq 1"])(
    "ends where a line goes on and on with %j",
    { timeout: 90_000 },
    async (part) => {
      // Four times what is kept of a line.
      const endless = part.repeat(65_536 / part.length);
      await read(
        lines(`${T}IP ${AB}${RST}`, endless, `${T}IP ${endless}`, `${T}IP ${AB}${endless}`),
      );
      await read(
        lines(`${T}IP ${AB}Flags [R.], seq 1:31, ack 1, win 0, length 30 [RST ${endless}`),
      );
    },
  );
});

/** All ways in which a payload, a name or a dump could be taken for a segment of 203.0.113.66. */
const EVIL = "203.0.113.66.1 > 203.0.113.66.2: Flags [R], seq 1, win 0, length 0";
const FORGED = [
  `${T}IP ${EVIL}`,
  `IP ${EVIL}`,
  EVIL,
  `1 0.1 203.0.113.66 -> 203.0.113.66 TCP 54 1 > 2 [RST] Seq=1 Win=0 Len=0`,
  "1 > 2 [RST] Seq=1 Win=0 Len=0",
];
const DATA = `${AB}Flags [P.], seq 1:200, ack 1, win 9, length 199`;

describe("a payload cannot forge a record", () => {
  const expectNone = async (text: string) => {
    const { seen } = await read(text);
    const forged = seen.filter(
      ({ from }) => from.startsWith("203.0.113.66") || from.startsWith("unknown"),
    );
    expect(forged, text).toEqual([]);
  };

  it.each(FORGED)("with %s", async (evil) => {
    await expectNone(
      lines(`${T}IP ${HEADER}`, `    ${DATA}: HTTP, length: 199`, `\t${evil}`, `\t    ${evil}`),
    );
    await expectNone(
      lines(`${T}IP ${HEADER}`, `    ${DATA}: HTTP, length: 199`, `        ${evil}`),
    );
    await expectNone(lines(`${T}IP ${HEADER}`, `${DATA}: HTTP, length: 199`, evil, evil));
    await expectNone(lines(`${T}IP ${DATA}: HTTP: ${evil}`));
    await expectNone(
      lines(
        `${T}IP ${HEADER}`,
        `    ${AB}Flags [R.], seq 1:9, ack 1, win 0, length 30 [RST ${evil}]`,
      ),
    );
    await expectNone(lines(`${T}PPPoE PADI [Service-Name "${evil}"]`, `${T}IP ${AB}${RST}`));
    await expectNone(lines(`${T}PPPoE PADI [Service-Name " ${evil} "]`, `${T}IP ${AB}${RST}`));
    await expectNone(lines(`PPPoE PADI [Service-Name " ${evil} "]`, `IP ${AB}${RST}`));
    await expectNone(
      lines(`${T}IP 192.0.2.1.53 > 192.0.2.2.99: 1234 A? x ${evil}`, `${T}IP ${AB}${RST}`),
    );
    await expectNone(lines(`${T}IP ${DATA}`, `\t0x0000:  ${evil}`, `0x0010: ${evil}`));
  });

  it.each([
    `IP ${EVIL}`,
    EVIL,
    `${HEADER} ${EVIL}`,
    `ethertype IPv4 (0x0800), length 54: IP ${EVIL}`,
    `vlan 7, p 0, ethertype IPv4 (0x0800), ${EVIL}`,
    `PPPoE  [ses 0x11] IP (0x0021), length 42: ${EVIL}`,
  ])("as the name of a system that LLDP announces: %s", async (evil) => {
    for (const time of [T, ""]) {
      const other = `${time}IP ${AB}${RST}`;
      const announced = `LLDP, length 187: ${evil}`;
      await expectNone(lines(`${time}${announced}`, other));
      await expectNone(lines(`${time}${MACS} LLDP (0x88cc), length 201: ${announced}`, other));
      await expectNone(lines(`${time}CDPv2, ttl: 180s, Device-ID '${evil}', length 90`, other));
      await expectNone(lines(`${time}EAP packet (0) v1, len 90, ${evil}`, other));
      await expectNone(lines(`${time}System Name TLV (5), length 82: ${evil}`, other));
    }
  });

  it.each(FORGED)("in the lines that -v prints of SIP, with %s", async (evil) => {
    const header = HEADER.replace("proto TCP (6)", "proto UDP (17)");
    const sip = `    ${AB}SIP, length: 126`;
    for (const other of [`${T}IP ${AB}${RST}`, `${T}ARP, Request`]) {
      await expectNone(lines(`${T}IP ${header}`, sip, "\tREGISTER sip:x", `\t${evil}`, other));
      await expectNone(lines(`${T}IP ${header}`, sip, `    ${evil}`, other));
    }
  });

  it.each([
    ["ARP", ["ARP, Request who-has 192.0.2.1 tell 192.0.2.2, length 196"], ".............."],
    ["GRE", ["IP 192.0.2.1 > 192.0.2.2: GREv0, length 169: gre-proto-0x88b5"], "E.......@/f."],
    [
      "ESP",
      [
        `IP ${HEADER.replace("proto TCP (6)", "proto ESP (50)")}`,
        "    192.0.2.1 > 192.0.2.2: ESP(spi=0x1,seq=0x1), length 90",
      ],
      "E.......@2f.",
    ],
    ["a fragment", [`IP ${HEADER}`, "    192.0.2.1 > 192.0.2.2: ip-proto-6"], "E.......@.f."],
    [
      "LLC, from an empty line on",
      [
        "LLC, dsap SNAP (0xaa) Individual, ssap SNAP (0xaa) Command, ctrl 0x03",
        "\t0x0000:  aaaa 037a 7a7a",
      ],
      "",
    ],
  ])("in what -A prints of %s", async (_what, record, dump) => {
    // The first record shows that there are dumps.
    const whole = `E..(....@.d.${".".repeat(20)}P... ...`;
    const first = [`${T}IP ${AB}Flags [.], ack 1, win 9, length 0`, whole];
    for (const evil of FORGED.flatMap((one) => [one, `${T}IP ${HEADER}\n    ${one}`])) {
      const text = lines(...first, `${T}${record[0]}`, ...record.slice(1), dump, evil, "zzz");
      await expectNone(text);
      await expectNone(`${text}${T}IP ${AB}${RST}\n`);
    }
  });

  it.each(FORGED)("in a dump of -A, with %s", async (evil) => {
    const dump = (payload: string) =>
      `E..(..@.@.......3d....D........P.......${".".repeat(1)}${payload}`;
    const payload = (text: string) => `x\n${text}\n`.padEnd(199, "y");
    await expectNone(lines(`${T}IP ${DATA}`, dump(payload(evil)), `${T}IP ${AB}${RST}`));
    await expectNone(lines(`IP ${DATA}`, dump(payload(evil)), `IP ${AB}${RST}`));
    await expectNone(lines(`${T}ARP, Request`, "AB", evil));
  });

  it("and the next record behind a dump of -A is found", async () => {
    const headers = "E..(..@.@..........3d....D........P......";
    const page = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    const printed = page.replaceAll("\r", "");
    const data = `${AB}Flags [P.], seq 1:${page.length + 1}, ack 1, win 9, length ${page.length}`;
    const text = lines(
      `${T}IP ${data}`,
      `${headers.slice(0, 40)}${printed}`,
      `${T}IP ${AB}${RST}`,
      headers.slice(0, 40),
    );
    expect((await read(text)).seen.map(({ flags }) => flags)).toEqual([0x18, 0x14]);
  });
});

describe("any text", () => {
  const LINES = [
    `${T}IP ${AB}${RST}`,
    `${T}IP ${HEADER}`,
    `    ${AB}${RST} [RST+ BIG-IP: [0x2409a71:704] Flow e]`,
    `${T}IP6 2001:db8::1.443 > 2001:db8::2.99: ${RST}`,
    `${T}${AB}S 1:1(0) win 512 <mss 1460> (DF)`,
    "\t0x0000:  4500 0030 0007 4000 4006 0000 c000 0201  E..0..@.@.......",
    "12 0.2 192.0.2.1 → 198.51.100.7 TCP 54 443 → 52292 [RST, ACK] Seq=1 Ack=1 Win=9 Len=0",
    "> ...",
    "",
  ];
  const change = fc.record({ at: fc.nat(), by: fc.string({ maxLength: 3 }), cut: fc.nat(5) });
  const line = fc
    .tuple(fc.constantFrom(...LINES), fc.array(change, { maxLength: 3 }))
    .map(([text, changes]) =>
      changes.reduce((now, { at, by, cut }) => {
        const place = at % (now.length + 1);
        return `${now.slice(0, place)}${by}${now.slice(place + cut)}`;
      }, text),
    );

  it("is read without an error, and gives sound segments", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 12 }), async (all) => {
        const { seen, counts } = await read(lines(...all));
        expect(counts.segments).toBeGreaterThanOrEqual(seen.length);
        for (const { length, payload } of seen)
          expect(length).toBeGreaterThanOrEqual(payload.length);
      }),
      { numRuns: 300 },
    );
  });
});

describe("decodeCapture on a text", () => {
  async function decode(text: string, model: Model = own) {
    const found: Decoded["record"][] = [];
    const counts: DecodeCounts = { frames: 0, unread: 0, resets: 0, stated: 0, guessed: 0 };
    const consume = ({ record }: Decoded) => found.push(record);
    await decodeCapture(model, chunksOf(text), { consume, counts });
    return { found, counts };
  }

  const HEAD =
    "12:00:00.000001 IP (tos 0x0, ttl 64, id 1, flags [none], proto TCP (6), length 48)\n";
  const FLOW = "    192.0.2.1.443 > 198.51.100.7.52292: ";
  const SEGMENT = "Flags [R.], cksum 0xb619 (correct), seq 1000:1008, ack 2000, win 0, ";
  const frame = (payload: string) => `${HEAD}${FLOW}${SEGMENT}${payload}\n`;
  const timeout = frame("length 8 [RST: code 14, pen 0]");

  it("makes the record that the payload would give", async () => {
    const { found, counts } = await decode(timeout);
    expect(found).toEqual([
      {
        frame: 1,
        source: { address: "192.0.2.1", port: 443 },
        destination: { address: "198.51.100.7", port: 52292 },
        format: "diagnostic",
        standing: "specified",
        status: "valid",
        reasonCode: 14,
        pen: 0,
        registry: "tcp-failure-causes",
        revision: "draft-02",
        reason: "Connection timeout",
        reference: "draft-ietf-tcpm-rst-diagnostic-payload-02",
        otherReadings: [{ revision: "draft-03", reason: "Reset received from the peer" }],
        problems: [],
      },
    ]);
    expect(counts).toMatchObject({ frames: 1, unread: 0, resets: 1, stated: 1, guessed: 0 });
  });

  it.each([
    ["length 8 [RST: code 999, pen 77]", { status: "valid", reasonCode: 999, pen: 77 }],
    ["length 8 [RST: code 0, pen 5 (invalid)]", { status: "malformed", reasonCode: 0, pen: 5 }],
    ["length 8 [RST: Any words (code 14, pen 0)]", { reason: "Connection timeout" }],
    ["length 12 [RST: length 12 != 8 (invalid)]", { status: "malformed" }],
    [
      "length 12 [RST: length 12 != 8 (invalid) [|tcp]",
      { problems: ["wrong-length", "truncated"] },
    ],
    ["length 8 [RST:  [|tcp]", { status: "truncated", problems: ["truncated"] }],
  ])("reads %s", async (payload, record) => {
    const { found } = await decode(frame(payload));
    expect(found).toMatchObject([record]);
  });

  it.each([
    ["]", { status: "valid", reason: expect.stringMatching(/^TCP_STATE: /), problems: [] }],
    [" [|tcp]", { status: "truncated", problems: ["truncated"] }],
  ])("reads a guess as one: linux-reason 14%s", async (end, record) => {
    const { found, counts } = await decode(frame(`length 1000 [RST: linux-reason 14${end}`));
    const known = { format: "linux-experiment", standing: "guess", reasonCode: 14 };
    expect(found).toMatchObject([{ ...known, ...record }]);
    expect(counts).toMatchObject({ resets: 1, stated: 0, guessed: 1, unread: 0 });
  });

  it.each([
    ["a guess of another length", "length 999 [RST: linux-reason 14]"],
    ["a guess that no revision knows", "length 1000 [RST: linux-reason 25]"],
    ["a guess of too many bits", "length 1000 [RST: linux-reason 256]"],
    ["no code", "length 8 [RST: Connection timeout]"],
    ["a code that is none", "length 8 [RST: code 65536, pen 0]"],
    ["a PEN that is none", "length 8 [RST: code 1, pen 4294967296]"],
    ["a length that no format has", "length 9 [RST: code 1, pen 0]"],
    ["a number that no format has", "length 8 [RST: code 1, pen 0, try-count 3]"],
  ])("counts what it cannot read: %s", async (_what, payload) => {
    const { found, counts } = await decode(frame(payload));
    expect(found).toEqual([]);
    expect(counts).toMatchObject({ resets: 1, stated: 0, unread: 1 });
  });

  it("finds a format by its length and its numbers", async () => {
    const text = frame("length 9 [RST: code 14, pen 0, try-count 3]");
    const { found } = await decode(text, extendedModel());
    expect(found).toMatchObject([{ format: "diagnostic", reasonCode: 14, tryCount: 3 }]);
  });

  it("has names where the text has them", async () => {
    const { found } = await decode(timeout.replace("192.0.2.1.443", "host.example.https"));
    expect(found).toMatchObject([{ source: { address: "host.example", port: 443 } }]);
  });

  it.each([
    ["the form of the payload", "length 30 [RST , length 8 [RST: code 9, pen 0]"],
    ["the end of the payload", "length 21 [RST ] [RST: code 9, pen 0]"],
    ["the colon", "length 16 [RST : code 9, pen 0]"],
    ["a frame behind an escaped line end", `length 99 [RST+ x]^J${HEAD.trim()}^J${FLOW.trim()}]`],
  ])("takes a text that imitates %s for a text", async (_what, payload) => {
    const { found, counts } = await decode(frame(payload));
    expect(found.filter(({ format }) => format !== "text")).toEqual([]);
    expect(counts).toMatchObject({ frames: 1, unread: 0, resets: 1, stated: 0 });
  });

  it("takes nothing from a segment that is no RST", async () => {
    const { found, counts } = await decode(timeout.replace("[R.]", "[P.]"));
    expect([found, counts.resets]).toEqual([[], 0]);
  });

  it("takes nothing from what -A prints of a payload", async () => {
    const forged = `${timeout}E..0....@......\n${timeout}`;
    const { found } = await decode(forged);
    expect(found).toHaveLength(1);
  });
});
