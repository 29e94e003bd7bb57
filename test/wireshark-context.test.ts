import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { LINK_TYPE } from "../generator/capture/protocol-numbers.js";
import { diagnosticRegistries } from "../generator/model/model.js";
import { statesCause } from "../generator/model/registry.js";
import { TCP_FLAG } from "../generator/model/tcp-flag.js";
import { buildIpv4, buildUnreachable } from "../generator/samples/build-ip.js";
import { buildEthernet } from "../generator/samples/build-link.js";
import { buildTcp, type TcpFields } from "../generator/samples/build-tcp.js";
import { ipPacket } from "../generator/samples/sample-packet.js";
import { writePcap } from "../generator/samples/write-pcap.js";
import { makeFolder, ROOT } from "./support/cli.js";
import { ownModel } from "./support/models.js";
import { lacks, openTsharkForTest, without } from "./support/tools.js";
import { spellOut } from "./support/words-of-numbers.js";

const LUA = join(ROOT, "dist/wireshark/rstdiag.lua");
const OTHER_SOURCES = join(ROOT, "test/fixtures/other-sources.lua");
const CLIENT = { address: "192.0.2.1", port: 40000 };
const SERVER = { address: "198.51.100.7", port: 80 };
const TIMEOUT = Buffer.from("33aa000e00000000", "hex");
const { SYN, ACK, PSH, RST } = TCP_FLAG;

type Segment = Partial<TcpFields> & { readonly from?: "client" | "server" };

/** A frame of the connection, from the server where nothing else is said. */
function frame({ from = "server", ...fields }: Segment): Uint8Array {
  const [a, b] = from === "client" ? [CLIENT, SERVER] : [SERVER, CLIENT];
  const ends = { source: a.address, destination: b.address };
  const tcp = buildTcp({
    ...ends,
    sourcePort: a.port,
    destinationPort: b.port,
    window: 1000,
    ...fields,
  });
  return buildEthernet({ payload: buildIpv4({ ...ends, payload: tcp }) });
}

/** Three segments that open the connection; the first octet of both ends is 1. */
const OPENING = [
  frame({ from: "client", flags: SYN }),
  frame({ flags: SYN | ACK, acknowledgmentNumber: 1 }),
  frame({ from: "client", flags: ACK, sequenceNumber: 1, acknowledgmentNumber: 1 }),
];

/** A capture whose frames are so many seconds apart. */
function writeCapture(frames: readonly Uint8Array[], secondsApart = 0.001): string {
  const path = join(makeFolder(), "capture.pcap");
  const packets = frames.map((octets, index) => ({
    timeNanoseconds: BigInt(Math.round(index * secondsApart * 1e9)),
    octets,
  }));
  const file = { byteOrder: "little", resolution: "microseconds", snapLength: 65535 } as const;
  writeFileSync(path, writePcap({ ...file, linkType: LINK_TYPE.ETHERNET, packets }));
  return path;
}

/** The fields of each frame, by its number; what is not there is not in it. */
function read(path: string, fields: readonly string[], ...args: readonly string[]) {
  return readWith([LUA], path, fields, ...args);
}

async function readWith(
  luaPaths: readonly string[],
  path: string,
  fields: readonly string[],
  ...args: readonly string[]
) {
  const tshark = openTsharkForTest(...luaPaths);
  const columns = ["frame.number", ...fields].flatMap((field) => ["-e", field]);
  const result = await tshark.run(["-r", tshark.place(path), ...args, "-T", "fields", ...columns]);
  if (result.kind !== "exited") throw new Error(`tshark: ${result.kind}`);
  expect(result.stderr.split("\n").filter((line) => /lua/i.test(line))).toEqual([]);
  const rows = result.stdout.split("\n").filter(Boolean);
  return new Map(
    rows.map((row) => {
      const [number = "", ...cells] = row.split("\t");
      const words = cells.map((cell, at) => spellOut(fields[at] ?? "", cell));
      return [Number(number), words] as const;
    }),
  );
}

/** The lines that tshark prints without being asked for fields; the Info column is their end. */
async function info(path: string, ...args: readonly string[]): Promise<readonly string[]> {
  const tshark = openTsharkForTest(LUA);
  const result = await tshark.run(["-r", tshark.place(path), ...args]);
  if (result.kind !== "exited") throw new Error(`tshark: ${result.kind}`);
  return result.stdout.split("\n").filter(Boolean);
}

const reset = (payload: Uint8Array, edits: Segment = {}) =>
  frame({ flags: RST | ACK, sequenceNumber: 1, acknowledgmentNumber: 1, payload, ...edits });

describe.skipIf(lacks("tshark"))(`octets that were not acknowledged${without("tshark")}`, () => {
  const data = frame({
    flags: PSH | ACK,
    sequenceNumber: 1,
    acknowledgmentNumber: 1,
    payload: Buffer.alloc(100, "x"),
  });
  const ack = frame({
    from: "client",
    flags: ACK,
    sequenceNumber: 1,
    acknowledgmentNumber: 101,
  });
  const behind = reset(TIMEOUT, { sequenceNumber: 101 });

  it("are those in flight, without the payload of the reset", async () => {
    const path = writeCapture([...OPENING, data, behind]);
    for (const passes of [[], ["-2"]]) {
      const fields = await read(path, ["rstdiag.unacked", "rstdiag.lost"], ...passes);
      expect(fields.get(5)?.slice(0, 1)).toEqual(["100"]);
      expect(fields.get(5)?.[1]).not.toBe("");
    }
  });

  it("are none where the peer acknowledged them, or nothing was sent", async () => {
    const acknowledged = await read(writeCapture([...OPENING, data, ack, behind]), [
      "rstdiag.unacked",
      "rstdiag.lost",
    ]);
    expect(acknowledged.get(6)).toEqual(["", ""]);
    const silent = await read(writeCapture([...OPENING, reset(TIMEOUT)]), ["rstdiag.unacked"]);
    expect(silent.get(4)).toEqual([""]);
  });

  it("are not known where the capture begins with the reset", async () => {
    expect((await read(writeCapture([behind]), ["rstdiag.unacked"])).get(1)).toEqual([""]);
  });
});

describe.skipIf(lacks("tshark"))(`payloads that are alike${without("tshark")}`, () => {
  it("are told apart by SEG.LEN where the capture cut one of them", async () => {
    const whole = Buffer.from("33aa000100000031", "hex");
    const long = reset(Buffer.concat([whole, Buffer.alloc(10)]), { sequenceNumber: 101 });
    const path = join(makeFolder(), "cut.pcap");
    const file = { byteOrder: "little", resolution: "microseconds", snapLength: 65535 } as const;
    const packets = [
      { timeNanoseconds: 0n, octets: reset(whole) },
      // 7 octets of 18: followed by its length, like the other one with its own.
      { timeNanoseconds: 1n, octets: long.subarray(0, -11), originalLength: long.length },
    ];
    writeFileSync(path, writePcap({ ...file, linkType: LINK_TYPE.ETHERNET, packets }));
    const lines = await info(path);
    expect(lines[0]).toMatch(/\[RST: code 1, pen 49\]$/);
    expect(lines[1]).toMatch(/\[RST: malformed, length 18\]$/);
  });
});

describe.skipIf(lacks("tshark"))(`two resets of one flow${without("tshark")}`, () => {
  const empty = reset(new Uint8Array());
  const other = frame({ from: "client", flags: RST, sequenceNumber: 1 });
  const again = frame({ from: "client", flags: SYN, sequenceNumber: 500_000 });

  it.each([
    ["the empty one first", [empty, reset(TIMEOUT)]],
    ["the diagnostic one first", [reset(TIMEOUT), empty]],
  ])("are linked where the second one is seen: %s", async (_what, resets) => {
    const path = writeCapture([...OPENING, ...resets]);
    for (const passes of [[], ["-2"]]) {
      const fields = await read(path, ["rstdiag.pair"], ...passes);
      expect([fields.get(4)?.[0], fields.get(5)?.[0]]).toEqual(["", "4"]);
    }
  });

  it.each([
    ["two empty ones", [empty, empty], 0.001],
    ["two diagnostic ones", [reset(TIMEOUT), reset(TIMEOUT)], 0.001],
    ["those of both directions", [reset(TIMEOUT), other], 0.001],
    ["those of two times", [empty, reset(TIMEOUT)], 4],
    ["those of two connections between the same ports", [empty, again, reset(TIMEOUT)], 0.001],
  ])("are not linked: %s", async (_what, resets, secondsApart) => {
    const path = writeCapture([...OPENING, ...resets], secondsApart);
    const fields = await read(path, ["rstdiag.pair"], "-2");
    expect([...fields.values()].flat().filter(Boolean)).toEqual([]);
  });

  it("are not linked where both have a payload, of one of which nothing was captured", async () => {
    const path = join(makeFolder(), "cut.pcap");
    const file = { byteOrder: "little", resolution: "microseconds", snapLength: 65535 } as const;
    const [first, second] = [reset(TIMEOUT), reset(TIMEOUT)];
    const packets = [
      { timeNanoseconds: 0n, octets: first },
      { timeNanoseconds: 1n, octets: second.subarray(0, -8), originalLength: second.length },
    ];
    writeFileSync(path, writePcap({ ...file, linkType: LINK_TYPE.ETHERNET, packets }));
    const fields = await read(path, ["rstdiag.pair"], "-2");
    expect([...fields.values()].flat().filter(Boolean)).toEqual([]);
  });

  it("are forgotten where 100,000 other flows were reset meanwhile, so that no table grows", async () => {
    const others = Array.from({ length: 100_000 }, (_, at) => {
      const octets = Buffer.from(empty);
      octets.writeUInt32BE(0x0a000000 + at, 26);
      return octets;
    });
    for (const [count, pair] of [
      [others.length, ""],
      [9, "1"],
    ] as const) {
      const path = writeCapture([empty, ...others.slice(0, count), reset(TIMEOUT)], 0.00001);
      const last = ["-Y", `frame.number == ${count + 2}`];
      expect((await read(path, ["rstdiag.pair"], "-2", ...last)).get(count + 2)).toEqual([pair]);
    }
  });

  it("make no payload of the empty one", async () => {
    const path = writeCapture([...OPENING, empty, reset(TIMEOUT)]);
    expect([...(await read(path, ["rstdiag.format"], "-2", "-Y", "rstdiag")).keys()]).toEqual([5]);
  });
});

describe.skipIf(lacks("tshark"))(`who may send a cause${without("tshark")}`, () => {
  const [registry] = diagnosticRegistries(ownModel());
  const revisions = registry ? [registry, ...registry.others] : [];
  it.each(revisions)("is said for each code of $revision as the registry says it", async (one) => {
    const rows = one.rows.filter(statesCause);
    const payloads = rows.map(({ first }) => {
      const payload = Buffer.from("33aa000000000000", "hex");
      payload.writeUInt16BE(first, 2);
      return payload;
    });
    const chosen = ["-o", `rstdiag.revision:${one.revision}`];
    const fields = await read(
      writeCapture(payloads.map((payload) => reset(payload))),
      ["rstdiag.origin"],
      ...chosen,
    );
    expect(rows.map((_, at) => fields.get(at + 1)?.[0])).toEqual(
      rows.map(({ origin }) => origin ?? ""),
    );
    expect(new Set(rows.map(({ origin }) => origin)).size).toBeGreaterThan(1);
  });
});

describe.skipIf(lacks("tshark"))(`a quotation in an ICMP error${without("tshark")}`, () => {
  it.each(["FALSE", "TRUE"])("is marked where the faster way is %s", async (fast) => {
    const [ends4, ends6] = [
      { source: "192.0.2.9", destination: "192.0.2.1" },
      { source: "2001:db8::9", destination: "2001:db8::1" },
    ];
    const frames = [TIMEOUT, TIMEOUT.subarray(0, 6)].flatMap((octets) => [
      buildUnreachable({ ...ends4, code: 1, quoted: ipPacket(4, octets) }),
      buildUnreachable({ ...ends6, code: 1, quoted: ipPacket(6, octets) }),
    ]);
    const path = writeCapture(frames.map((payload) => buildEthernet({ payload })));
    const fields = ["rstdiag.quoted", "rstdiag.status"];
    const said = await read(path, fields, "-o", `rstdiag.fast:${fast}`);
    const isTrue = expect.stringMatching(/^(1|True)$/);
    expect([...said.values()]).toEqual([
      [isTrue, "valid"],
      [isTrue, "valid"],
      [isTrue, "truncated"],
      [isTrue, "truncated"],
    ]);
  });

  it("is no reset of this capture", async () => {
    const quoted = ipPacket(4, TIMEOUT);
    const ends = { source: "192.0.2.9", destination: "192.0.2.1" };
    const packet = buildUnreachable({ ...ends, code: 1, quoted });
    const path = writeCapture([buildEthernet({ payload: packet }), reset(TIMEOUT)]);
    const fields = await read(path, ["rstdiag.quoted", "rstdiag.reason", "rstdiag.unacked"]);
    expect(fields.get(1)?.[0]).toMatch(/^(1|True)$/);
    expect(fields.get(1)?.[1]).toBe("Connection timeout");
    expect(fields.get(2)?.[0]).toBe("");
    expect((await info(path))[0]).not.toContain("[RST:");
  });
});

/** An OpenFlow 1.0 message PACKET_IN (type 10) with an Ethernet frame in it. */
function packetIn(octets: Uint8Array): Uint8Array {
  const head = Buffer.alloc(18);
  head.writeUInt8(1, 0);
  head.writeUInt8(10, 1);
  head.writeUInt16BE(head.length + octets.length, 2);
  head.writeUInt32BE(0xffffffff, 8);
  head.writeUInt16BE(octets.length, 12);
  return Buffer.concat([head, octets]);
}

describe.skipIf(lacks("tshark"))(`several payloads in one frame${without("tshark")}`, () => {
  it("are each decoded", async () => {
    const inner = [TIMEOUT, Buffer.from("33aa0011000000001122", "hex")].map((octets) =>
      packetIn(reset(octets)),
    );
    const ends = { source: "192.0.2.20", destination: "192.0.2.21" };
    const tcp = buildTcp({
      ...ends,
      sourcePort: 6633,
      destinationPort: 50000,
      sequenceNumber: 1,
      acknowledgmentNumber: 1,
      flags: PSH | ACK,
      payload: Buffer.concat(inner),
    });
    const path = writeCapture([buildEthernet({ payload: buildIpv4({ ...ends, payload: tcp }) })]);
    const args = ["-d", "tcp.port==6633,openflow"];
    const fields = await read(path, ["rstdiag.reason", "rstdiag.status"], ...args);
    expect(fields.get(1)).toEqual(["Connection timeout", "valid,malformed"]);
  });
});

describe.skipIf(lacks("tshark"))(
  `a reason that Wireshark decodes itself${without("tshark")}`,
  () => {
    /** MP_TCPRST, flag T, reason 6 (RFC 8684, section 3.6). */
    const option = Buffer.from("1e048106", "hex");

    it("is brought under the same fields, with its source", async () => {
      const path = writeCapture([reset(new Uint8Array(), { options: option })]);
      const names = ["rstdiag.reason", "rstdiag.source", "rstdiag.standing", "rstdiag.format"];
      expect((await read(path, names)).get(1)).toEqual([
        "Middlebox interference",
        "MP_TCPRST option",
        "specified",
        "",
      ]);
      expect((await info(path))[0]).toMatch(
        / \[RST: Middlebox interference \(MP_TCPRST option\)\]$/,
      );
    });

    it.each([
      [0, "Unspecified error"],
      [1, "MPTCP-specific error"],
      [2, "Lack of resources"],
      [3, "Administratively prohibited"],
      [4, "Too much outstanding data"],
      [5, "Unacceptable performance"],
      [6, "Middlebox interference"],
      [7, "reason 7"],
    ])("has the words of RFC 8684 for reason %d of MPTCP", async (code, words) => {
      const options = Buffer.from([0x1e, 4, 0x81, code]);
      const path = writeCapture([reset(new Uint8Array(), { options })]);
      expect((await read(path, ["rstdiag.reason"])).get(1)).toEqual([words]);
    });

    it("is that of an F5 trailer, and of a NetScaler's window where nothing else is stated", async () => {
      const [bigIp, netScaler] = [{ sourcePort: 4430 }, { sourcePort: 4440 }];
      const path = writeCapture([
        reset(new Uint8Array(), bigIp),
        reset(new Uint8Array(), netScaler),
        reset(TIMEOUT, netScaler),
        frame({ flags: ACK, ...bigIp }),
      ]);
      const scripts = [OTHER_SOURCES, LUA];
      const names = ["rstdiag.reason", "rstdiag.source", "rstdiag.standing"];
      expect([...(await readWith(scripts, path, names)).values()]).toEqual([
        ["Flow expired (sweeper)", "F5 trailer", "specified"],
        ["NSDBG_RST_ZSSSR: This code is of an idle timer", "NetScaler window", "guess"],
        ["Connection timeout", "payload", "specified"],
        ["", "", ""],
      ]);
      const certain = ["-o", "rstdiag.certainty:as the specification has them"];
      expect((await readWith(scripts, path, names, ...certain)).get(2)).toEqual(["", "", ""]);
    });

    it("stands beside a payload", async () => {
      const path = writeCapture([reset(TIMEOUT, { options: option })]);
      const fields = await read(path, ["rstdiag.reason", "rstdiag.source"]);
      expect(fields.get(1)).toEqual([
        "Connection timeout,Middlebox interference",
        "payload,MP_TCPRST option",
      ]);
    });

    it("is no reason where the segment is no reset", async () => {
      const path = writeCapture([frame({ flags: ACK, options: option })]);
      expect((await read(path, ["rstdiag.reason"])).get(1)).toEqual([""]);
    });
  },
);

it("keeps what it knows of flows in tables that are made anew for each capture", () => {
  expect(readFileSync(LUA, "utf8")).toMatch(/\n {2}function rstdiag\.init\(\)\n {4}waiting, flows/);
});
