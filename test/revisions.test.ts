import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { openTshark } from "../generator/verify/tshark-run.js";
import { copyProject, edit, makeFolder, ROOT, runCli } from "./support/cli.js";
import { IS_ROOT, lacks, without } from "./support/tools.js";

const LUA = join(ROOT, "dist/wireshark/rstdiag.lua");
const EXAMPLES = join(ROOT, "samples/specification-examples.pcapng");

/** The codes of draft-boucadair-tcpm-rst-diagnostic-payload-04, as its table counts them. */
const OLD_CAUSES = [
  "Data received after CLOSE",
  "ACK received in LISTEN",
  "Illegal Option",
  "Malformed Message",
  "Not Authorized",
  "Resource Exceeded",
  "Network Failure",
  "Reset received from peer",
  "Destination Unreachable",
  "Connection Timeout",
];

describe("another revision", () => {
  it("has a pack of its own, on which all tools agree", () => {
    const out = join(makeFolder(), "pack");
    const wanted = ["--revision", "draft-03", "--out", out];
    expect(runCli(["generate", ...wanted])).toMatchObject({ status: 0, stderr: "" });
    expect(runCli(["check", ...wanted]).status).toBe(0);
    const { status, stdout } = runCli(["verify", ...wanted]);
    expect(stdout).toContain("all readings agree on");
    expect(status).toBe(0);
    const patch = readFileSync(join(out, "tcpdump/rst-diagnostic-4.99.patch"), "utf8");
    expect(patch).toContain("+ * TCP Failure Causes, revision draft-03");
    expect(patch).toContain('+        { 16, "Connection timeout" },');
  });

  it("is told by decode wherever it says something else", () => {
    const usual = runCli(["decode", EXAMPLES]);
    expect(usual.stdout).toContain(
      "Connection timeout (14); draft-03: Reset received from the peer",
    );
    const other = runCli(["decode", "--revision", "draft-03", EXAMPLES]);
    expect(other.stdout).toContain(
      "Reset received from the peer (14); draft-02: Connection timeout",
    );
  });

  it("that is not known is refused, with those that are", () => {
    const { status, stderr } = runCli(["generate", "--revision", "draft-99"]);
    expect(status).toBe(1);
    expect(stderr).toMatch(
      /no registry has the revision "draft-99"; ask for one of draft-02, draft-03/,
    );
  });

  it("of an old draft is added as data alone", () => {
    const folder = copyProject();
    const records = OLD_CAUSES.map(
      (cause, at) => `<record><value>${at + 1}</value><description>${cause}</description></record>`,
    );
    writeFileSync(
      join(folder, "registry/tcp-failure-causes.boucadair-04.xml"),
      `<registry xmlns="http://www.iana.org/assignments" id="tcp-failure-causes">
         <title>TCP Failure Causes</title>${records.join("\n")}</registry>`,
    );
    edit(
      join(folder, "registry/rst-diagnostic-payload.yaml"),
      "      draft-03: tcp-failure-causes.draft-03.xml\n",
      "      draft-03: tcp-failure-causes.draft-03.xml\n" +
        "      boucadair-04: tcp-failure-causes.boucadair-04.xml\n",
    );
    expect(runCli(["generate"], { cwd: folder })).toMatchObject({ status: 0, stderr: "" });
    const { status, stdout } = runCli(["verify"], { cwd: folder });
    expect(stdout).toContain("all readings agree on");
    expect(status).toBe(0);
    const { stdout: decoded } = runCli(["decode", EXAMPLES], { cwd: folder });
    expect(decoded).toContain("Desynchronized state (2); draft-03: Data available");
    expect(decoded).toContain("; boucadair-04: ACK received in LISTEN");
  });
});

describe.skipIf(lacks("tshark"))(`the preference for the revision${without("tshark")}`, () => {
  const fields = ["rstdiag.reason", "rstdiag.revision", "rstdiag.other_reading"];
  const shown = [
    "-Y",
    "frame.number == 2",
    "-T",
    "fields",
    ...fields.flatMap((name) => ["-e", name]),
  ];

  it.each([
    [[], "Connection timeout\tdraft-02\tdraft-03: Reset received from the peer\n"],
    [
      ["-o", "rstdiag.revision:draft-02"],
      "Connection timeout\tdraft-02\tdraft-03: Reset received from the peer\n",
    ],
    [
      ["-o", "rstdiag.revision:draft-03"],
      "Reset received from the peer\tdraft-03\tdraft-02: Connection timeout\n",
    ],
  ])("%j chooses what a code means", async (options, stdout) => {
    const tshark = openTshark({ luaPaths: [LUA], isRoot: IS_ROOT });
    onTestFinished(() => tshark.close());
    const path = tshark.place(EXAMPLES);
    expect(await tshark.run(["-r", path, ...options, ...shown])).toMatchObject({ code: 0, stdout });
  });

  it("also changes the text of the reason code and the Info column", async () => {
    const tshark = openTshark({ luaPaths: [LUA], isRoot: IS_ROOT });
    onTestFinished(() => tshark.close());
    const options = ["-r", tshark.place(EXAMPLES), "-o", "rstdiag.revision:draft-03"];
    const info = await tshark.run(options);
    expect(info).toMatchObject({ code: 0 });
    expect(info.kind === "exited" && info.stdout).toContain(
      "[RST: Reset received from the peer (14)]",
    );
    const tree = await tshark.run([...options, "-O", "rstdiag", "-Y", "frame.number == 2"]);
    expect(tree.kind === "exited" && tree.stdout).toContain(
      "    Reason code: Reset received from the peer (14)\n",
    );
  });
});
