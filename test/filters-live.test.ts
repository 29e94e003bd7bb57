import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, type TestContext } from "vitest";
import { writePcap } from "../generator/samples/write-pcap.js";
import type { CaptureForm } from "../generator/targets/filters/capture-filter.js";
import type { Finding } from "../generator/targets/filters/reset-filter.js";
import { FORMS, namedFilters } from "../generator/targets/filters.js";
import { filterList } from "../generator/targets/rendering/escape.js";
import { type FilterFrame, readFilterFrames } from "../generator/verify/filter-frames.js";
import { isFound } from "../generator/verify/filter-proof.js";
import { describeEnd, runCommand } from "../generator/verify/run-command.js";
import { IN_CI, makeFolder, ROOT } from "./support/cli.js";
import { readWhole } from "./support/frames.js";
import { HOSTILE } from "./support/hostile.js";
import { ownModel } from "./support/models.js";
import { IS_ROOT, lacks, skippedIf } from "./support/tools.js";

/** Starts a tcpdump for each filter, sends all frames once, and stops them. */
const CAPTURE = `
ip link set lo up
for filter in *.filter; do
  name="\${filter%.filter}"
  tcpdump -i lo -Z root -s 2048 -B 8192 --immediate-mode -U -w "$name.pcap" -F "$filter" 2>"$name.log" &
  pids="$pids $!"
done
for try in $(seq 100); do
  [ "$(grep -l 'listening on' *.log | wc -l)" = "$(ls *.filter | wc -l)" ] && break
  sleep 0.1
done
tcpreplay -q -i lo --pps=2000 frames
sleep 1
kill -INT $pids
wait
`;

/** Lets tshark look up each name of a capture filter; nothing is there to be captured. */
const LOOK_UP = `
ip link set lo up
for name in *.name; do
  tshark -i lo -a duration:1 -w "$name.pcapng" -f "predef:$(cat "$name")" 2>&1 &
done
wait
`;

const model = ownModel();
const FILTERS = namedFilters(model).filters.flatMap((filter) =>
  FORMS.map(({ name, form }) => ({ ...filter, form, title: `${filter.name}, ${name}` })),
);
/** All forms of the kinds of resets and of one reason. */
const TRIED = FILTERS.filter(({ finds }) => finds.kind !== "reason" || finds.codes.first === 14);

/** Why nothing can be captured here, in the title of what is skipped. */
const MISSING = ["tcpdump", "tcpreplay", "tshark"].filter(lacks);
const REASON = IS_ROOT || IN_CI ? missingTools() : "needs root";

function missingTools(): string {
  return MISSING.length === 0 ? "" : `${MISSING.join(", ")} not installed`;
}

/** Runs a script in a network of its own, whose loopback interface nobody else uses. */
async function runAlone(context: TestContext, script: string, cwd: string): Promise<string> {
  const args = ["--net", "bash", "-c", script];
  const env = { WIRESHARK_CONFIG_DIR: cwd };
  const result = await runCommand({ program: "unshare", args, cwd, env, timeoutMs: 60_000 });
  if (result.kind !== "exited") throw new Error(describeEnd(result));
  const refused = /unshare failed: .*/.exec(result.stderr)?.[0];
  if (refused !== undefined && !IN_CI) context.skip(refused);
  return `${result.stdout}${result.stderr}`;
}

/** Linux takes the outer tag off before it filters: without "vlan", one tag does no harm. */
function isWanted(finds: Finding, { carriers, vlan }: CaptureForm, frame: FilterFrame): boolean {
  const { reach } = frame;
  const tags = vlan ? [1] : [0, 1];
  return (
    reach !== undefined &&
    carriers.includes(reach.carrier) &&
    tags.includes(reach.tags) &&
    isFound(model, finds, frame)
  );
}

describe.skipIf(REASON !== "")(`a live interface${skippedIf(REASON !== "", REASON)}`, () => {
  it("gives capture filters the frames that they must find, and no others", async (context) => {
    const names = ["combinations", "look-alikes", "malformed"];
    const samples = names.map((name) => ({ name, path: join(ROOT, `samples/${name}.pcapng`) }));
    const frames = await readFilterFrames(model, samples);
    const folder = makeFolder();
    const packets = frames.map(({ octets }) => ({ timeNanoseconds: 0n, octets }));
    const file = { byteOrder: "little", resolution: "microseconds", linkType: 1 } as const;
    writeFileSync(join(folder, "frames"), writePcap({ ...file, snapLength: 65535, packets }));
    TRIED.forEach(({ capture, form }, at) => {
      writeFileSync(join(folder, `${at}.filter`), capture(form));
    });
    const output = await runAlone(context, CAPTURE, folder);
    for (const [at, { title, finds, form }] of TRIED.entries()) {
      const log = readFileSync(join(folder, `${at}.log`), "utf8");
      expect(log, output).toContain("\n0 packets dropped by kernel");
      const captured = await readWhole(readFileSync(join(folder, `${at}.pcap`)));
      const wanted = frames.filter((frame) => isWanted(finds, form, frame));
      expect(wanted.length, title).toBeGreaterThan(0);
      expect([title, ...captured.frames.map(({ octets }) => octets)]).toEqual([
        title,
        ...wanted.map(({ octets }) => octets.toString("hex")),
      ]);
    }
  });

  it("can be asked for a filter by its name in the menu, whatever that is", async (context) => {
    const folder = makeFolder();
    const names = HOSTILE.map(([, text]) => text).filter((text) => /["\\]|[^ -~]/.test(text));
    expect(names.length).toBeGreaterThan(4);
    const entries = names.map((name, at) => ({ name, filter: `tcp port ${at + 1}` }));
    writeFileSync(join(folder, "cfilters"), filterList(entries));
    for (const [at, name] of [...names, "unknown"].entries()) {
      writeFileSync(join(folder, `${at}.name`), name);
    }
    const output = await runAlone(context, LOOK_UP, folder);
    expect(output.match(/Capturing on/g)).toHaveLength(names.length + 1);
    expect(output.match(/Invalid capture filter "predef:.*(?=" for)/g)).toEqual([
      'Invalid capture filter "predef:unknown',
    ]);
  });
});
