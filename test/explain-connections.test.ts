import { createReadStream, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { explainCapture } from "../generator/explain/explain-capture.js";
import type { Finding } from "../generator/model/finding.js";
import { compareFindings } from "../generator/verify/findings-agreement.js";
import { manyConnections } from "../proof/bench/many-connections.js";
import { makeFolder, ROOT } from "./support/cli.js";
import { ownModel } from "./support/models.js";
import { lacks, openTsharkForTest, without } from "./support/tools.js";

const PLUGIN = join(ROOT, "dist/wireshark/rstdiag.lua");
/** What the plugin follows at the same time. */
const LIMIT = 16_000;
const CONNECTIONS = 17_000;

describe.skipIf(lacks("tshark"))(`more connections than are followed${without("tshark")}`, () => {
  it("are counted where they are forgotten, and the others explained", async () => {
    const path = join(makeFolder(), "connections.pcap");
    writeFileSync(path, manyConnections(CONNECTIONS));
    const findings: Finding[] = [];
    const counts = { frames: 0, unread: 0, segments: 0, resets: 0, evicted: 0 };
    const consume = (finding: Finding) => void findings.push(finding);
    const sink = { consume, counts, connectionLimit: LIMIT };
    await explainCapture(ownModel(), createReadStream(path), sink);
    expect(counts.evicted).toBe(CONNECTIONS - LIMIT);

    const tshark = openTsharkForTest(PLUGIN);
    const result = await tshark.run(["-q", "-r", tshark.place(path), "-z", "rstdiag,json"]);
    const { stdout, stderr } = "stdout" in result ? result : { stdout: "", stderr: result.kind };
    expect(stderr).toContain(`; ${CONNECTIONS - LIMIT} open connections dropped`);
    const found = stdout.trim().split("\n");
    expect(found.length).toBeGreaterThan(0);
    const { differences } = compareFindings(
      findings,
      found.map((line) => JSON.parse(line)),
    );
    expect(differences).toEqual([]);
  });
});
