import { rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { readOrThrow, toldBy } from "../../test/support/registry-files.js";
import { makePrivateFolder } from "../verify/private-folder.js";
import { MAX_INPUT_OCTETS, oneMistake, readSourceFile, sourceFile } from "./source-file.js";

const folder = makePrivateFolder("source");
afterAll(() => rmSync(folder, { recursive: true }));

function fileOf(octets: string | Uint8Array): string {
  const path = join(folder, "input");
  writeFileSync(path, octets);
  return path;
}

describe("readSourceFile", () => {
  it("gives the text and the SHA-256 of the octets, under the name it is told", () => {
    expect(readOrThrow(readSourceFile(fileOf("abc"), "registry/a.xml"))).toMatchObject({
      path: "registry/a.xml",
      text: "abc",
      digest: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
    });
  });

  it("drops a byte order mark from the text, not from the digest", () => {
    const file = readOrThrow(readSourceFile(fileOf("\ufeffabc"), "a"));
    expect(file.text).toBe("abc");
    expect(file.digest).not.toBe(readOrThrow(readSourceFile(fileOf("abc"), "a")).digest);
  });

  it("reads any text back", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        const wanted = text.replace(/^\ufeff/, "");
        expect(readOrThrow(readSourceFile(fileOf(text), "a")).text).toBe(wanted);
      }),
    );
  });

  it.each([
    ["a lone continuation octet", [0x80], "2:2"],
    ["Latin-1", [0xe9], "2:2"],
    ["an overlong form", [0xc0, 0x80], "2:2"],
    ["a surrogate", [0xed, 0xa0, 0x80], "2:2"],
    ["a code point beyond Unicode", [0xf5, 0x80, 0x80, 0x80], "2:2"],
  ])("shows where the octets are not UTF-8: %s", (_what, octets, place) => {
    const path = fileOf(Uint8Array.from([0x61, 0x0a, 0x61, ...octets, 0x61]));
    expect(toldBy(readSourceFile(path, "a.xml"))).toEqual([
      `a.xml:${place}: these octets are not UTF-8; save the file as UTF-8`,
    ]);
  });

  it("refuses a file over the limit", () => {
    const path = fileOf("");
    truncateSync(path, MAX_INPUT_OCTETS + 1);
    expect(toldBy(readSourceFile(path, "a.xml"))).toEqual([
      "a.xml:1:1: the file has 16777217 octets, more than the limit of 16777216; " +
        "give the one registry, not a collection",
    ]);
  });

  it("takes a file of just the limit", () => {
    const path = fileOf("");
    truncateSync(path, MAX_INPUT_OCTETS);
    expect(readOrThrow(readSourceFile(path, "a.xml")).text).toHaveLength(MAX_INPUT_OCTETS);
  });

  it.each([
    [
      "missing",
      join(folder, "nowhere"),
      "cannot be read (ENOENT); check the name and the permissions",
    ],
    ["a folder", folder, "is not a regular file; give a file"],
    ["without an end", "/dev/zero", "is not a regular file; give a file"],
  ])("says why a file cannot be read: %s", (_what, path, message) => {
    expect(toldBy(readSourceFile(path, "a.xml"))).toEqual([`a.xml:1:1: ${message}`]);
  });
});

describe("placeAt", () => {
  it.each([
    ["", 0, 1, 1],
    ["ab", 1, 1, 2],
    ["a\nb", 1, 1, 2],
    ["a\nb", 2, 2, 1],
    ["a\r\nb", 3, 2, 1],
    ["a\n", 2, 2, 1],
  ])("of %j, character %d, is line %d, column %d", (text, offset, line, column) => {
    expect(sourceFile("a", text).placeAt(offset)).toEqual({ path: "a", line, column });
  });

  it("agrees with counting newlines", () => {
    const line = fc.constantFrom("", "a", "ab\r", "\u{1f4a9}");
    fc.assert(
      fc.property(fc.array(line), fc.nat(), (lines, seed) => {
        const text = lines.join("\n");
        const offset = seed % (text.length + 1);
        const before = text.slice(0, offset).split("\n");
        expect(sourceFile("a", text).placeAt(offset)).toEqual({
          path: "a",
          line: before.length,
          column: (before.at(-1)?.length ?? 0) + 1,
        });
      }),
    );
  });
});

describe("oneMistake", () => {
  it("is the result of a reader that failed", () => {
    const place = { path: "a", line: 1, column: 2 };
    expect(toldBy(oneMistake(place, "bad", "mend it"))).toEqual(["a:1:2: bad; mend it"]);
  });
});
