import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { openTshark } from "../generator/verify/tshark-run.js";
import {
  COPIED_INPUTS,
  COPIED_PACK,
  copyProject,
  edit,
  makeFolder,
  ROOT,
  runCli,
} from "./support/cli.js";
import { Conversation, captureOf } from "./support/conversation.js";
import { verifyPack } from "./support/tcpdump.js";
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
  it("has a pack of its own, on which all tools agree", async ({ skip }) => {
    const out = join(makeFolder(), "pack");
    const wanted = ["--revision", "draft-03", "--out", out];
    expect(runCli(["generate", ...wanted])).toMatchObject({ status: 0, stderr: "" });
    expect(runCli(["check", ...wanted]).status).toBe(0);
    const { status, stdout } = await verifyPack(skip, { dist: out, args: wanted });
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

  it("of an old draft is added as data alone", async ({ skip }) => {
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
    expect(runCli(["generate", ...COPIED_PACK], { cwd: folder })).toMatchObject({
      status: 0,
      stderr: "",
    });
    const { status, stdout } = await verifyPack(skip, {
      dist: join(folder, "dist"),
      args: COPIED_PACK,
      cwd: folder,
    });
    expect(stdout).toContain("all readings agree on");
    expect(status).toBe(0);
    const { stdout: decoded } = runCli(["decode", ...COPIED_INPUTS, EXAMPLES], { cwd: folder });
    expect(decoded).toContain("Desynchronized state (2); draft-03: Data available");
    expect(decoded).toContain("; boucadair-04: ACK received in LISTEN");
  });
});

/** Other words for every cause, and nothing of the groups: as a publisher would reword a registry. */
function rewordCauses(folder: string): void {
  const path = join(folder, "registry/tcp-failure-causes.draft-02.xml");
  const text = readFileSync(path, "utf8");
  const reworded = text
    .replace(
      /<value>([1-9]\d*)<\/value>\s*<description>[^<]*/g,
      "<value>$1</value><description>Other wording $1",
    )
    .replaceAll(/ rstdiag:group="[^"]*"/g, "");
  writeFileSync(path, reworded);
}

describe("a revision that rewords all its causes", () => {
  const project = () => {
    const folder = copyProject();
    rewordCauses(folder);
    expect(runCli(["generate", ...COPIED_PACK], { cwd: folder })).toMatchObject({
      status: 0,
      stderr: "",
    });
    return folder;
  };

  /** By the code of the registry of IANA: the column with what an analyst looks at next. */
  const adviceIn = (folder: string) => {
    const text = readFileSync(join(folder, "dist/docs/reset-reasons.md"), "utf8");
    const rows = text.split("\n").map((line) => line.split("|").map((cell) => cell.trim()));
    const own = rows.filter((cells) => cells.some((cell) => cell.endsWith("reason_code == 14`")));
    const end = rows.findIndex((cells) => cells[1] === "1234");
    expect(own).not.toEqual([]);
    return rows.slice(0, end).flatMap((cells) => (/^\d+$/.test(cells[1] ?? "") ? [cells[6]] : []));
  };

  it("loses no advice and no colour", () => {
    const folder = project();
    expect(adviceIn(folder)).toEqual(adviceIn(ROOT));
    const rules = (root: string) =>
      readFileSync(join(root, "dist/wireshark/profiles/TCP resets/colorfilters"), "utf8")
        .split("\n")
        .filter((line) => line.startsWith("@RST: "));
    const names = (root: string) => rules(root).map((line) => line.split("@")[1]);
    expect(names(folder)).toEqual(names(ROOT));
    // The rules of the groups name the words of all causes, in this revision and in the other.
    const causes = rules(folder).join("\n");
    // Nobody else knows the group of the second, which is in no other revision.
    for (const at of [1, 3, 4, 5, 8, 14, 17]) expect(causes).toContain(`"Other wording ${at}"`);
    expect(rules(folder).find((line) => line.includes('"Other wording 14"'))).toMatch(
      /^@RST: Timeout@/,
    );
  });

  it("loses no check of what an RST states, and no code for what it does not", () => {
    const folder = project();
    const busy = () => new Conversation().handshake().exchange("client").exchange("server");
    const timeout = { payload: Buffer.from("33aa000e00000000", "hex") };
    const words = { payload: new TextEncoder().encode("Other wording 14") };
    const bigIp = { payload: new TextEncoder().encode("BIG-IP: [0x2409a71:704] Flow expired") };
    const captures = [
      busy().abort("server", timeout),
      busy().abort("server", words),
      busy().wait(60).abort("server", bigIp),
      busy().exchange("client").wait(900).abort("server"),
    ];
    const findings = captures.map((conversation, at) => {
      const path = join(folder, `${at}.pcap`);
      writeFileSync(path, captureOf(conversation));
      return JSON.parse(
        runCli(["explain", ...COPIED_INPUTS, "--json", path], { cwd: folder }).stdout,
      );
    });
    expect(findings.map(({ reasonCode }) => reasonCode)).toEqual([
      14,
      undefined,
      14,
      expect.any(Number),
    ]);
    const [code, text] = findings;
    expect(code.contradictions).toEqual([expect.stringContaining("a timeout is stated, although")]);
    expect(text.contradictions).toEqual(code.contradictions);
  });
});

describe("every registry file of the project", () => {
  const folder = join(ROOT, "registry");
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" });

  it.each(files.filter((name) => name.endsWith(".xml")))(
    "%s says what each record means",
    (name) => {
      const text = readFileSync(join(folder, name), "utf8");
      const records = text.match(/<record\b[^>]*>/g) ?? [];
      expect(records).not.toEqual([]);
      expect(records.filter((tag) => !tag.includes(" rstdiag:meaning="))).toEqual([]);
    },
  );
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
