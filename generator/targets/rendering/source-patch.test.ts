import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { inflateSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { makeFolder, readTree } from "../../../test/support/cli.js";
import { newFiles } from "./source-patch.js";

function git(cwd: string, args: readonly string[], input: string) {
  const env = { ...process.env, GIT_CEILING_DIRECTORIES: dirname(cwd) };
  return spawnSync("git", args, { cwd, env, input, encoding: "utf8" });
}

const OCTETS = Uint8Array.from({ length: 70_001 }, (_, at) => (at * 31) ^ (at >> 8));

describe("new files of a patch", () => {
  const sizes = [0, 1, 3, 4, 26, 27, 40, 41, 42, 65_535, 65_536, 70_001];
  const files = [
    ...sizes.map((size) => ({ path: `tests/${size}.pcap`, content: OCTETS.subarray(0, size) })),
    { path: "tests/one.out", content: "one line\n" },
    { path: "tests/two.out", content: "  1\n\t2\n" },
  ];
  const patch = newFiles(files);

  it("are, once git has applied it, what they were, and go away again", () => {
    const folder = makeFolder();
    expect(git(folder, ["apply", "-"], patch)).toMatchObject({ status: 0, stderr: "" });
    for (const { path, content } of files) {
      expect(readFileSync(join(folder, path))).toEqual(Buffer.from(content));
    }
    expect(git(folder, ["apply", "-R", "-"], patch)).toMatchObject({ status: 0, stderr: "" });
    expect(readTree(folder)).toEqual(readTree(makeFolder()));
  });

  it("are refused by git where an octet is another one", () => {
    const alone = newFiles([{ path: "x.pcap", content: OCTETS.subarray(0, 41) }]);
    const changed = alone.replace(/(?<=^literal 41\n.{20})./m, (digit) =>
      digit === "0" ? "1" : "0",
    );
    expect(changed).not.toBe(alone);
    expect(git(makeFolder(), ["apply", "-"], changed)).toMatchObject({ status: 128 });
  });

  it("do not depend on how a zlib compresses", () => {
    const zeros = newFiles([{ path: "zeros", content: new Uint8Array(4096) }]);
    const lines = zeros.split("\n").filter((line) => /^[A-Za-z]\S{5,}$/.test(line));
    expect(lines.length).toBeGreaterThan(4096 / 52);
    // Header, one block and sum of nothing, as RFC 1950 and 1951 have them.
    const nothing = Buffer.from([0x78, 0x01, 0x01, 0, 0, 0xff, 0xff, 0, 0, 0, 1]);
    expect(inflateSync(nothing)).toHaveLength(0);
    expect(zeros).toMatch(/\nliteral 0\nK\S{15}\n\n$/);
  });

  it("are like those that git itself makes, but for the compression", () => {
    const folder = makeFolder();
    git(folder, ["init", "-q"], "");
    for (const { path, content } of files) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), content);
    }
    git(folder, ["add", "-A"], "");
    const shown = git(folder, ["diff", "--cached", "--binary", "--full-index"], "").stdout;
    const shapeOf = (text: string) =>
      text.split("\n").filter((line) => !/^[A-Za-z]\S{5,}$/.test(line) && !/^index .*$/.test(line));
    // An empty file is no binary one to git.
    const withoutEmpty = newFiles(files.filter(({ content }) => content.length > 0));
    const ofEmpty = /diff --git a\/tests\/0\.pcap .*\nnew file mode 100644\nindex .*\n/;
    expect(shapeOf(withoutEmpty)).toEqual(shapeOf(shown.replace(ofEmpty, "")));
  });
});
