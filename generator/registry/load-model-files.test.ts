import { mkdirSync, renameSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  CAUSES,
  copyOfRegistry,
  DEFINITION,
  edit,
  load,
  toldOf,
  VENDOR,
} from "../../test/support/registry-folder.js";
import { MAX_INPUT_OCTETS } from "./source-file.js";

describe("a mistake with a file is told by its name", () => {
  it.each([CAUSES, DEFINITION])("%s is missing", (name) => {
    const folder = copyOfRegistry();
    rmSync(join(folder, name));
    expect(toldOf(folder)).toEqual([
      `registry/${name}:1:1: cannot be read (ENOENT); check the name and the permissions`,
    ]);
  });

  it("the whole folder is missing", () => {
    expect(toldOf(join(copyOfRegistry(), "nowhere"))).toEqual([
      `registry/${DEFINITION}:1:1: cannot be read (ENOENT); check the name and the permissions`,
    ]);
  });

  it.each([CAUSES, DEFINITION, VENDOR])("%s is over the size limit", (name) => {
    const folder = copyOfRegistry();
    truncateSync(join(folder, name), MAX_INPUT_OCTETS + 1);
    expect(toldOf(folder)).toEqual([
      `registry/${name}:1:1: the file has 16777217 octets, more than the limit of 16777216; ` +
        "give the one registry, not a collection",
    ]);
  });

  it.each([CAUSES, DEFINITION, VENDOR])("%s is not UTF-8", (name) => {
    const folder = copyOfRegistry();
    writeFileSync(join(folder, name), Buffer.from("ab\nc\xe9", "latin1"));
    expect(toldOf(folder)).toEqual([
      `registry/${name}:2:2: these octets are not UTF-8; save the file as UTF-8`,
    ]);
  });

  it.each([CAUSES, VENDOR])("%s has a wrong root", (name) => {
    const folder = copyOfRegistry();
    writeFileSync(join(folder, name), '<?xml version="1.0"?>\n<rfc xmlns="urn:x"/>');
    expect(toldOf(folder)).toEqual([
      `registry/${name}:2:1: the root element is <rfc> of namespace "urn:x"; ` +
        'give a <registry> of namespace "http://www.iana.org/assignments"',
    ]);
  });

  it.each(["acme.xml", "0.xml", "4294967295.xml", "032473.xml", "README.md"])(
    "a vendor's file is called %s",
    (name) => {
      const folder = copyOfRegistry();
      renameSync(join(folder, VENDOR), join(folder, "vendors", name));
      expect(toldOf(folder)).toEqual([
        `registry/vendors/${name}:1:1: the file name "${name}" is not a private enterprise number; ` +
          "name the file by a number from 1 to 4294967294, such as 32473.xml",
      ]);
    },
  );

  it("a vendor's file is a folder", () => {
    const folder = copyOfRegistry();
    mkdirSync(join(folder, "vendors", "9.xml"));
    expect(toldOf(folder)).toEqual([
      "registry/vendors/9.xml:1:1: is not a regular file; give a file",
    ]);
  });

  it("the vendors' folder is a file", () => {
    const folder = copyOfRegistry();
    edit(join(folder, DEFINITION), "vendors: vendors", `vendors: ${CAUSES}`);
    expect(toldOf(folder)).toEqual([
      `registry/${CAUSES}:1:1: cannot be read as a folder (ENOTDIR); check the name and the permissions`,
    ]);
  });

  it("the vendors' folder is not there", () => {
    const folder = copyOfRegistry();
    edit(join(folder, DEFINITION), "vendors: vendors", "vendors: vendor");
    const [told, ...more] = toldOf(folder);
    expect(told).toMatch(/the folder of the vendors "vendor" does not exist; correct the name/);
    expect(more).toEqual([]);
  });

  it("a file without an end is refused unread", () => {
    const folder = copyOfRegistry();
    symlinkSync("/dev/zero", join(folder, "vendors", "9.xml"));
    expect(toldOf(folder)).toEqual([
      "registry/vendors/9.xml:1:1: is not a regular file; give a file",
    ]);
  });

  it("the default revision is not listed, and the others have mistakes too", () => {
    const folder = copyOfRegistry();
    edit(join(folder, DEFINITION), "default: draft-02", "default: draft-09");
    edit(join(folder, CAUSES), "<value>5</value>", "<value>4</value>");
    const told = toldOf(folder).join("\n");
    expect(told).toContain('the revision "draft-09"');
    expect(told).toContain("code 4 is listed twice");
  });

  it("a vendor has the registry of another one", () => {
    const folder = copyOfRegistry();
    edit(join(folder, VENDOR), 'id="example-enterprise-reset-reasons"', 'id="tcp-failure-causes"');
    expect(toldOf(folder)).toEqual([
      `registry/${VENDOR}:2:1: the id "tcp-failure-causes" is already that of the registry in registry/${CAUSES}; ` +
        "give each registry its own id",
    ]);
  });
});

describe("what is no mistake", () => {
  it("no vendors at all", () => {
    const folder = copyOfRegistry();
    rmSync(join(folder, "vendors"), { recursive: true });
    edit(join(folder, DEFINITION), "vendors: vendors\n", "");
    expect(load(folder)).toMatchObject({ kind: "loaded", model: { vendors: [] } });
  });

  it("hidden files beside the vendors", () => {
    const folder = copyOfRegistry();
    writeFileSync(join(folder, "vendors", ".gitkeep"), "");
    expect(toldOf(folder)).toEqual([]);
  });
});

it("all mistakes of all files are told at once, file by file and line by line", () => {
  const folder = copyOfRegistry();
  const length = edit(join(folder, DEFINITION), "octets: 8", "octets: 12") - 1;
  const title = edit(join(folder, DEFINITION), "title: TCP RST Diagnostic", 'title: "\\u202e" #');
  const value2 = edit(join(folder, CAUSES), "<value>2</value>", "<value>1</value>");
  const record17 = edit(join(folder, CAUSES), "<value>17</value>", "") - 1;
  const vendor = edit(join(folder, VENDOR), "</title>", "</titel>");
  writeFileSync(join(folder, "vendors", "acme.xml"), "<x/>");
  expect(toldOf(folder).map((line) => line.replace(/: .*/, ""))).toEqual([
    `registry/${DEFINITION}:${title}:1`,
    `registry/${DEFINITION}:${length}:5`,
    `registry/${CAUSES}:${value2}:5`,
    `registry/${CAUSES}:${record17}:3`,
    `registry/${VENDOR}:${vendor}:49`,
    "registry/vendors/acme.xml:1:1",
    "registry/vendors/acme.xml:1:1",
  ]);
});
