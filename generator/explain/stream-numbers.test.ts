import { spawnSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { Conversation, captureOf, findingsOf } from "../../test/support/conversation.js";
import { lacks, without } from "../../test/support/tools.js";
import { makePrivateFolder } from "../verify/private-folder.js";

const busy = (options = {}) =>
  new Conversation(options).handshake().exchange("client").exchange("server");
const forged = (start: number) => new Conversation({ first: 700_000, start }).syn();

/** Connections that share ports, and others between them. */
const CAPTURES: readonly (readonly [string, Uint8Array])[] = [
  [
    "one after the other on the same ports",
    captureOf(
      busy().abort("client"),
      busy({ first: 900_000, start: 1 }).fin("client").fin("server").send("client"),
      busy({ first: 990_000, start: 2 }).abort("server"),
    ),
  ],
  [
    "refused SYNs",
    captureOf(
      new Conversation().syn().refuseSyn(),
      new Conversation({ first: 2000, start: 1 }).syn().refuseSyn(),
      busy({ clientPort: 40_000, start: 1.5 }).abort("client"),
      new Conversation({ clientPort: 3, start: 2 }).syn().synAck().refuse("client"),
    ),
  ],
  [
    "without a handshake",
    captureOf(
      new Conversation({ clientPort: 7 }).exchange("client").abort("server"),
      new Conversation({ clientPort: 8 }).abort("server"),
      busy({ clientPort: 7, first: 900_000, start: 5 }).abort("server"),
    ),
  ],
  ["a SYN into an open connection", captureOf(busy(), forged(1).refuseSyn())],
  [
    "a SYN into a connection that goes on",
    captureOf(forged(0.5), busy().wait(1).exchange("client").abort("client")),
  ],
];

describe.skipIf(lacks("tshark"))(`stream numbers${without("tshark")}`, () => {
  it.each(CAPTURES)("are those of Wireshark: %s", async (_name, capture) => {
    const folder = makePrivateFolder("streams");
    const path = join(folder, "capture.pcap");
    writeFileSync(path, capture);
    const args = ["-r", path, "-T", "fields", "-e", "tcp.stream"];
    const streams = spawnSync("tshark", args, { encoding: "utf8" }).stdout.split("\n");
    rmSync(folder, { recursive: true });
    const findings = await findingsOf(capture);
    expect(findings.length).toBeGreaterThan(0);
    for (const { frame, stream } of findings) expect(stream).toBe(Number(streams[frame - 1]));
  });
});
