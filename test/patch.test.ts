import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { edit, makeFolder, ROOT, readTree, runCli } from "./support/cli.js";
import { ownModel } from "./support/models.js";
import { standIn } from "./support/stand-in.js";

const LIST = `# tests of tcpdump
print-x print-flags.pcap print-x.out -x
tcp_rst_diag_payload-trunc-vv tcp_rst_diag_payload-trunc.pcap tcp_rst_diag_payload-trunc-vv.out -vv
tcp_rst_diag_payload-trunc-v tcp_rst_diag_payload-trunc.pcap tcp_rst_diag_payload-trunc-v.out -v
tcp_rst_diag_payload-trunc tcp_rst_diag_payload-trunc.pcap tcp_rst_diag_payload-trunc.out

# TCP
tcp_eight_lowest_weight_flags_set tcp_eight_lowest_weight_flags_set.pcap tcp_eight_lowest_weight_flags_set.out
`;

/** A source folder of tcpdump with the lines around the changes, and with a list of tests. */
function makeTree(release: "4.99" | "5.0"): string {
  const tree = makeFolder();
  mkdirSync(join(tree, "tests"));
  writeFileSync(join(tree, "print-tcp.c"), standIn(release, ownModel()));
  writeFileSync(join(tree, "tests/TESTLIST"), LIST);
  return tree;
}

function patch(tree: string, ...options: readonly string[]) {
  return runCli(["patch", "--tree", tree, ...options]);
}

describe.each(["4.99", "5.0"] as const)(
  "rstdiag patch, with the source of tcpdump %s",
  (release) => {
    it("says what it would write, and writes nothing", () => {
      const tree = makeTree(release);
      const before = readTree(tree);
      const { status, stdout } = patch(tree, "--dry-run");
      expect(status).toBe(0);
      expect(stdout).toContain("to write   print-tcp.c\n");
      expect(stdout).not.toContain("written");
      expect(stdout).toContain(`${tree} would be patched (tcpdump ${release})\n`);
      expect(readTree(tree)).toEqual(before);
    });

    it("makes the changes of the patch, adds the tests, and takes all of it back", () => {
      const tree = makeTree(release);
      const before = readTree(tree);
      expect(patch(tree).stdout).toContain(`is patched (tcpdump ${release})`);
      const source = readFileSync(join(tree, "print-tcp.c"), "utf8");
      expect(source).toContain('"length %u != ');
      const list = readFileSync(join(tree, "tests/TESTLIST"), "utf8");
      expect(list.includes("tcp_rst_diag_payload-codes-vvv")).toBe(release === "5.0");
      const again = patch(tree);
      expect(again).toMatchObject({ status: 0 });
      expect(again.stdout).not.toContain("written");
      expect(patch(tree, "--reverse").stdout).toContain("is as it was before the patch");
      expect(readTree(tree)).toEqual(before);
    });

    it("makes what git am makes of the mails, one after the other, captures and all", () => {
      const [ours, mailed] = [makeTree(release), makeTree(release)];
      patch(ours);
      const git = (args: readonly string[], input = "") => {
        const names = ["-c", "user.name=A Packager", "-c", "user.email=packager@example.org"];
        return execFileSync("git", [...names, ...args], { cwd: mailed, input, encoding: "utf8" });
      };
      git(["init", "-q"]);
      git(["add", "-A"]);
      git(["commit", "-q", "-m", "upstream"]);
      for (const end of release === "5.0" ? ["", "-numbers", "-tests"] : ["", "-tests"]) {
        const path = join(ROOT, `dist/tcpdump/rst-diagnostic-${release}${end}.patch`);
        const author = "From: A Packager <packager@example.org>\n";
        git(["am", "-q"], author + readFileSync(path, "utf8"));
      }
      expect(git(["status", "--porcelain"])).toBe("");
      rmSync(join(mailed, ".git"), { recursive: true });
      expect(readTree(mailed)).toEqual(readTree(ours));
    });

    it("replaces no test of others, but with --force", () => {
      const tree = makeTree(release);
      const mine = join(tree, "tests/tcp_rst_diag_payload-codes.pcap");
      writeFileSync(mine, "mine");
      const before = readTree(tree);
      for (const options of [[], ["--dry-run"]]) {
        expect(patch(tree, ...options)).toMatchObject({
          status: 1,
          stdout: "",
          stderr: `${tree}: tests/tcp_rst_diag_payload-codes.pcap already exists, and the source is not patched; replace it with --force\nnothing was written\n`,
        });
      }
      expect(readTree(tree)).toEqual(before);
      expect(patch(tree, "--force").status).toBe(0);
      // What a patched source has is ours.
      writeFileSync(mine, "older");
      expect(patch(tree).stdout).toContain("written    tests/tcp_rst_diag_payload-codes.pcap\n");
    });

    it("puts another revision in the place of the one that is there", () => {
      const tree = makeTree(release);
      patch(tree);
      expect(patch(tree, "--revision", "draft-03").status).toBe(0);
      const source = readFileSync(join(tree, "print-tcp.c"), "utf8");
      expect(source).toContain('{ 16, "Connection timeout" },');
      expect(source).not.toContain('{ 14, "Connection timeout" },');
    });
  },
);

describe("rstdiag patch refuses", () => {
  const anchor = " * RFC1122 says the following on data in RST segments:";

  it("a source without an anchor, with the reason for each release", () => {
    const tree = makeTree("4.99");
    edit(join(tree, "print-tcp.c"), anchor, " * RFC 1122");
    const before = readTree(tree);
    const { status, stderr } = patch(tree);
    expect(status).toBe(1);
    expect(stderr).toContain(
      `print-tcp.c is not that of tcpdump 4.99.0 to 4.99.6: no line has "${anchor.trim()}"`,
    );
    expect(stderr).toContain("print-tcp.c is not that of tcpdump's development branch");
    expect(readTree(tree)).toEqual(before);
  });

  it("a source where an anchor is not unique, with its lines", () => {
    const tree = makeTree("4.99");
    edit(join(tree, "print-tcp.c"), "the end", anchor);
    const { status, stderr } = patch(tree);
    expect(status).toBe(1);
    expect(stderr).toMatch(/is not unique: it is in the lines \d+, \d+/);
  });

  it("a folder that is no source of tcpdump", () => {
    const { status, stderr } = patch(makeFolder());
    expect(status).toBe(1);
    expect(stderr).toContain("has no print-tcp.c; name a source tree of tcpdump");
  });

  it("to take back what is not there", () => {
    const { status, stderr } = patch(makeTree("5.0"), "--reverse");
    expect(status).toBe(1);
    expect(stderr).toContain("print-tcp.c is not patched");
  });
});
