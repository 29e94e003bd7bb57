import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { showHex } from "../generator/capture/octets.js";
import { readCapture } from "../generator/capture/read-capture.js";
import { endpointsOf, SegmentReader } from "../generator/capture/tcp-segment.js";
import { CAUSES } from "../generator/model/finding-names.js";
import type { Endpoint } from "../generator/model/record.js";
import { TCP_FLAG } from "../generator/model/tcp-flag.js";
import { ROOT } from "./support/cli.js";
import { lacks } from "./support/tools.js";

const FOLDER = join(ROOT, "samples/laboratory");

/** Those that have a signature. */
const SIGNED_CAUSES = CAUSES.filter((cause) => cause !== "unknown");

/**
 * What Linux itself says of the RST that decides (include/net/rstreason.h). None for `stated`: some of
 * those come from raw sockets, of which the kernel does not know.
 */
const KERNEL_REASONS: Readonly<Record<string, readonly string[]>> = {
  "closed-port": ["NO_SOCKET"],
  // With a listener at the port, the segment is one in LISTEN.
  "half-open": ["NO_SOCKET", "TCP_FLAGS"],
  "after-close": ["NO_SOCKET", "TCP_FLAGS"],
  "old-connection": ["TCP_INVALID_ACK_SEQUENCE"],
  // A lone ACK to an open port is one in LISTEN too.
  scan: ["NO_SOCKET", "TCP_STATE", "TCP_FLAGS"],
  "health-check": ["TCP_STATE", "NO_SOCKET"],
  "unread-data": ["TCP_ABORT_ON_CLOSE"],
  "data-after-close": ["TCP_ABORT_ON_DATA", "TCP_TIMEWAIT_SOCKET"],
  // A call that was cancelled has no socket any more.
  "application-abort": ["TCP_STATE", "NO_SOCKET"],
  proxied: ["TCP_STATE"],
  "after-tls-alert": ["TCP_STATE", "TCP_ABORT_ON_CLOSE"],
  // An application's own timer; what a middle box did has no word.
  "idle-timeout": ["TCP_STATE"],
  "keepalive-failure": ["TCP_KEEPALIVE_TIMEOUT"],
  "zero-window": ["TCP_STATE", "TCP_FLAGS"],
  "retransmission-give-up": ["TCP_STATE", "NO_SOCKET", "TCP_FLAGS"],
  "accept-queue-overflow": ["INVALID_SYN"],
  "syn-in-window": ["INVALID_SYN"],
  // `ss -K` ends a subflow in whatever state it is.
  multipath: ["TCP_ABORT_ON_CLOSE", "MPTCP_RST_EPROHIBIT", "TCP_STATE"],
  "untranslated-answer": ["NO_SOCKET"],
  unsolicited: ["NO_SOCKET"],
};

/**
 * What no end's kernel makes here, so that something else must play it, or the packet filter does:
 * the tracepoint has no word for it. A diagnostic payload comes from a raw socket too, since Linux
 * sends none, but an RST of the kernel stands beside it.
 */
const NOT_BY_A_KERNEL: Readonly<Record<string, string>> = {
  "firewall-reject": "by nftables, in the middle or at the end itself",
  "inexact-rst": "a forger is a raw socket; a host's own RST is exact for itself",
  "stale-state": "Linux's conntrack follows the numbers, so a raw socket plays such a box",
  injected: "a forger is a raw socket",
};

/** Scenarios in which a raw socket plays a host whose RSTs are not those of Linux. */
const OTHER_SYSTEMS: readonly string[] = [
  "abort-like-other-systems",
  "refused-inexactly",
  "refused-with-numbers",
];

interface Finding {
  readonly client: Endpoint;
  readonly server: Endpoint;
  readonly by: string;
  readonly cause: string;
  readonly alsoRight?: readonly string[];
  readonly frame: number;
  readonly resets: readonly number[];
  readonly claims: "client" | "server";
  readonly decidingMissing?: boolean;
  readonly kernelReasons?: readonly string[];
}

interface Delivery {
  readonly server: Endpoint;
  readonly clientAtSender: Endpoint;
  readonly clientAtReceiver: Endpoint;
  readonly sentLength: number | null;
  readonly receivedLength: number | null;
  readonly outcome: string;
}

interface Capture {
  readonly file: string;
  readonly partial?: string;
  readonly frames: number;
  readonly findings: readonly Finding[];
}

interface Scenario {
  readonly scenario: string;
  readonly set: "tuned" | "held-out";
  readonly what: string;
  readonly near?: readonly string[];
  readonly recorded: { readonly date: string; readonly kernel: string };
  readonly captures?: readonly Capture[];
  readonly sender?: string;
  readonly receiver?: string;
  readonly deliveries?: readonly Delivery[];
}

interface Reset {
  readonly frame: number;
  readonly source: string;
  readonly destination: string;
  readonly length: number;
}

interface Contents {
  readonly frames: number;
  readonly resets: readonly Reset[];
  /** Ethernet addresses, in hex. */
  readonly stations: ReadonlySet<string>;
  readonly addresses: ReadonlySet<string>;
}

const { scenarios }: { scenarios: readonly Scenario[] } = JSON.parse(
  readFileSync(join(FOLDER, "truth.json"), "utf8"),
);
const captures = scenarios.flatMap(({ captures = [] }) => captures);
const compared = scenarios.filter(({ deliveries }) => deliveries);

const nameOf = ({ address, port }: Endpoint) => `${address} ${port}`;

const ETHERNET = 1;

/** What our reader finds in a committed capture; throws where it is damaged. */
async function read(file: string): Promise<Contents> {
  const segments = new SegmentReader(TCP_FLAG.RST);
  const resets: Reset[] = [];
  const stations = new Set<string>();
  const addresses = new Set<string>();
  let frames = 0;
  const octets = readFileSync(join(FOLDER, file));
  const chunks = (async function* () {
    yield octets;
  })();
  await readCapture(chunks, (frame) => {
    frames = frame.number;
    if (frame.linkType === ETHERNET) {
      stations.add(showHex(frame.octets.subarray(0, 6)));
      stations.add(showHex(frame.octets.subarray(6, 12)));
    }
    const found = segments.read(frame);
    if (!found) return;
    const ends = endpointsOf(found);
    for (const { address } of [ends.source, ends.destination]) addresses.add(address);
    const [source, destination] = [nameOf(ends.source), nameOf(ends.destination)];
    resets.push({ frame: frame.number, source, destination, length: found.lengthBytes });
  });
  return { frames, resets, stations, addresses };
}

describe("truth.json", () => {
  it("tells of each capture in the folder, and of no other", () => {
    const told = scenarios.flatMap(({ captures = [], sender, receiver }) => [
      ...captures.map(({ file }) => file),
      ...[sender, receiver].filter((file) => file !== undefined),
    ]);
    const found = readdirSync(FOLDER).filter((name) => name.endsWith(".pcap"));
    expect(told.sort()).toEqual(found.sort());
  });

  it.each(SIGNED_CAUSES)("has a true capture of %s, and one that is only near it", (cause) => {
    const whole = captures.filter(({ partial }) => partial === undefined);
    expect(whole.some(({ findings }) => findings.some((found) => found.cause === cause))).toBe(
      true,
    );
    const near = scenarios.filter((scenario) => scenario.near?.includes(cause));
    expect(near).not.toEqual([]);
    // What is near a cause in one scenario must not be that cause there.
    const there = near.flatMap(({ captures = [] }) => captures.flatMap(({ findings }) => findings));
    expect(there.filter((found) => found.cause === cause)).toEqual([]);
  });

  it("names causes of the closed set alone", () => {
    const found = captures.flatMap(({ findings }) =>
      findings.flatMap(({ cause, alsoRight = [] }) => [cause, ...alsoRight]),
    );
    expect(
      [...new Set(found)].filter((cause) => !SIGNED_CAUSES.some((one) => one === cause)),
    ).toEqual([]);
  });

  it("has the kernel's own word for each cause, and none where it was not a host's kernel", () => {
    const byKernels = scenarios.filter(({ scenario }) => !OTHER_SYSTEMS.includes(scenario));
    const whole = byKernels.flatMap(({ captures = [] }) =>
      captures.filter(({ partial }) => partial === undefined),
    );
    const findings = whole.flatMap(({ findings }) => findings);
    for (const { by, cause, resets, kernelReasons = [] } of findings) {
      // A host whose connection was reset by somebody else may still answer what comes later, and a
      // host's own firewall is not its TCP.
      if (by === "middle" || cause === "firewall-reject")
        expect(kernelReasons.length, cause).toBeLessThan(resets.length);
      else if (cause !== "stated") expect(KERNEL_REASONS[cause]).toContain(kernelReasons[0]);
    }
  });

  it.each(SIGNED_CAUSES)("has %s made by a real kernel, or says why not", (cause) => {
    const heard = captures.some(({ findings }) =>
      findings.some(
        ({ by, cause: own, kernelReasons = [] }) =>
          own === cause && by !== "middle" && kernelReasons.length > 0,
      ),
    );
    expect(heard).toBe(NOT_BY_A_KERNEL[cause] === undefined);
  });

  it("says when, and by which kernel, each was recorded", () => {
    for (const { recorded } of scenarios) {
      expect(recorded).toMatchObject({
        date: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
        kernel: expect.stringMatching(/^Linux \d+\.\d+/),
      });
    }
  });
});

/** What the truth tells of the RSTs of one connection, against those that were read. */
function checkResets(finding: Finding, read: readonly Reset[]) {
  const { client, server, frame, resets, claims, decidingMissing } = finding;
  const ends = [nameOf(client), nameOf(server)].sort();
  for (const reset of read.filter((one) => resets.includes(one.frame))) {
    expect([reset.source, reset.destination].sort()).toEqual(ends);
  }
  expect(resets).toContain(frame);
  const deciding = read.find((one) => one.frame === frame);
  if (decidingMissing) return;
  expect(deciding?.source).toBe(nameOf(claims === "client" ? client : server));
}

describe.each(captures)("$file", ({ file, partial, frames, findings }) => {
  it("has the RSTs of which the truth tells, and no others", async () => {
    const contents = await read(file);
    expect(contents.frames).toBe(frames);
    const told = [...new Set(findings.flatMap(({ resets }) => resets))].sort((a, b) => a - b);
    const found = contents.resets.map(({ frame }) => frame);
    expect(told).toEqual(found);
    for (const finding of findings) {
      expect(partial === undefined && finding.decidingMissing).not.toBe(true);
      checkResets(finding, contents.resets);
    }
  });
});

describe.each(compared)("$scenario", ({ sender = "", receiver = "", deliveries = [] }) => {
  const lengths = (contents: Contents) =>
    contents.resets.map(({ source, destination, length }) => `${source} ${destination} ${length}`);
  const wanted = (end: "Sender" | "Receiver") =>
    deliveries.flatMap((delivery) => {
      const length = end === "Sender" ? delivery.sentLength : delivery.receivedLength;
      const client = delivery[`clientAt${end}`];
      return length === null ? [] : [`${nameOf(delivery.server)} ${nameOf(client)} ${length}`];
    });

  it("has on both sides exactly the RSTs that were sent and that arrived", async () => {
    expect(lengths(await read(sender)).sort()).toEqual(wanted("Sender").sort());
    expect(lengths(await read(receiver)).sort()).toEqual(wanted("Receiver").sort());
  });
});

describe("the captures", () => {
  const files = readdirSync(FOLDER).filter((name) => name.endsWith(".pcap"));

  it("point at nobody: made-up Ethernet addresses, IP addresses of RFC 5737 and 3849", async () => {
    for (const contents of await Promise.all(files.map(read))) {
      for (const station of contents.stations) expect(station).toMatch(/^0200000000/);
      for (const address of contents.addresses) {
        expect(address).toMatch(/^(192\.0\.2|198\.51\.100)\.|^2001:db8:/);
      }
    }
  });

  it("are small", async () => {
    for (const file of files) expect((await read(file)).frames, file).toBeLessThanOrEqual(160);
  });
});

describe("the laboratory", () => {
  const run = (args: readonly string[], environment: Readonly<Record<string, string>> = {}) =>
    spawnSync("python3", ["-B", "proof/laboratory", ...args], {
      cwd: ROOT,
      encoding: "utf8",
      env: { ...process.env, ...environment },
    });

  it("makes the same again with the kernel of this machine", ({ skip }) => {
    if (lacks("python3")) return skip("python3 is not installed");
    // Those that take no time; `npm run laboratory -- --check` makes all.
    const quick = ["closed-port", "unread-data", "injected", "multipath", "compare-share-dropped"];
    const { stdout, stderr, status } = run([
      "--check",
      ...quick.flatMap((name) => ["--only", name]),
    ]);
    const skipped = /^SKIPPED laboratory: (.+)$/m.exec(stdout);
    if (skipped && status === 0) skip(skipped[1]);
    expect(stdout + stderr).toContain(`${quick.length} scenarios made anew, 0 differences`);
    expect(status).toBe(0);
  });

  it("says what is missing, which is a failure where CI is set", ({ skip }) => {
    // A folder of wrappers may stand before it in the path.
    const where = ["-c", "import sys; print(sys.executable)"];
    const python = (spawnSync("python3", where, { encoding: "utf8" }).stdout ?? "").trim();
    if (python === "") skip("python3 is not installed");
    const alone = (CI: string) =>
      spawnSync(python, ["-B", "proof/laboratory"], {
        cwd: ROOT,
        encoding: "utf8",
        env: { PATH: "/nonexistent", CI },
      });
    const wanted = "SKIPPED laboratory: ip is not installed (Debian package iproute2)\n";
    expect(alone("")).toMatchObject({ stdout: wanted, status: 0 });
    expect(alone("true")).toMatchObject({ stdout: wanted, status: 1 });
  });
});
