import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import {
  copyOfRegistry,
  DEFINITION,
  EXCERPT,
  edit,
  load,
  toldOf,
  VENDOR,
} from "../../test/support/registry-folder.js";
import { pen } from "../model/identifiers.js";
import { formatMistake, formatWarning } from "../model/mistake.js";
import { makePrivateFolder } from "../verify/private-folder.js";
import { checkEnterprises } from "./enterprise-numbers.js";
import type { LoadResult } from "./load-model.js";

const EXAMPLE = "Example Enterprise Number for Documentation Use";
const PLACE = { path: "registry/vendors/9.xml", line: 2, column: 1 };

/** A file in IANA's form with the numbers from 0 on, each with its organisation. */
function writeNumbers(organisations: readonly string[], end = "End of Document"): string {
  const folder = makePrivateFolder("numbers");
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, "pen.txt");
  const entries = organisations.map(
    (name, at) => `${at}\n  ${name}\n    A. B.\n      a&b.example\n`,
  );
  writeFileSync(path, `PRIVATE ENTERPRISE NUMBERS\n\n${entries.join("")}\n\n${end}`);
  return path;
}

function warningsOf(result: LoadResult): readonly string[] {
  if (result.kind === "mistakes") throw new Error(result.mistakes.map(formatMistake).join("\n"));
  return result.warnings.map(formatWarning);
}

describe("an excerpt in the folder of the inputs", () => {
  it("names the organisation of each vendor, and is among the inputs", () => {
    const result = load(copyOfRegistry());
    expect(warningsOf(result)).toEqual([]);
    expect(result).toMatchObject({
      model: {
        vendors: [{ pen: 32473, organisation: EXAMPLE }],
        inputs: expect.arrayContaining([
          { path: `registry/${EXCERPT}`, digest: expect.stringMatching(/^[0-9a-f]{64}$/) },
        ]),
      },
      claims: [
        { pen: 32473, organisation: EXAMPLE, place: { path: `registry/${VENDOR}`, line: 2 } },
        { pen: 32473, organisation: EXAMPLE, place: { path: `registry/${EXCERPT}`, line: 14 } },
      ],
    });
  });

  it("is believed against a vendor's file, with a warning where that file says it", () => {
    const folder = copyOfRegistry();
    edit(join(folder, VENDOR), EXAMPLE, "ACME");
    const result = load(folder);
    expect(result).toMatchObject({ model: { vendors: [{ organisation: EXAMPLE }] } });
    expect(warningsOf(result)).toEqual([
      `registry/${VENDOR}:2:1: warning: enterprise 32473 is "${EXAMPLE}" in registry/${EXCERPT} ` +
        '(last updated 2019-12-24), not "ACME"; correct the one that is wrong, or import a newer file of IANA',
    ]);
  });

  it("leaves the word to a vendor that it does not have, and warns of nothing", () => {
    const folder = copyOfRegistry();
    edit(join(folder, EXCERPT), "32473", "32474");
    edit(join(folder, VENDOR), EXAMPLE, "ACME");
    const result = load(folder);
    expect(result).toMatchObject({ model: { vendors: [{ organisation: "ACME" }] } });
    expect(warningsOf(result)).toEqual([]);
  });

  it("need not be there", () => {
    const folder = copyOfRegistry();
    edit(join(folder, DEFINITION), `enterprise-numbers: ${EXCERPT}`, "");
    rmSync(join(folder, EXCERPT));
    expect(load(folder)).toMatchObject({ kind: "loaded", warnings: [], claims: [{ pen: 32473 }] });
  });

  it.each([
    ["is not there", (path: string) => rmSync(path), ":1:1: cannot be read (ENOENT); "],
    [
      "is cut off",
      (path: string) => void edit(path, "End of Document", ""),
      ":20:1: the file is cut off",
    ],
    [
      "has a name that no output shows",
      (path: string) => void edit(path, EXAMPLE, "A".repeat(201)),
      ":14:1: the text has 201 characters",
    ],
  ])("is a mistake where it %s", (_what, damage, message) => {
    const folder = copyOfRegistry();
    damage(join(folder, EXCERPT));
    expect(toldOf(folder)).toEqual([expect.stringContaining(`registry/${EXCERPT}${message}`)]);
  });
});

describe("what a vendor says of itself", () => {
  it("is in the Model", () => {
    expect(load(copyOfRegistry())).toMatchObject({
      model: { vendors: [{ contactPage: "https://www.rfc-editor.org/info/rfc5612" }] },
    });
  });

  it.each([
    [
      "a contact page that is mail",
      "https://www.rfc-editor.org/info/rfc5612",
      "mailto:a@b.example",
    ],
    ["an organisation that no output shows", EXAMPLE, "A".repeat(201)],
  ])("is a mistake where it is %s", (_what, from, to) => {
    const folder = copyOfRegistry();
    edit(join(folder, VENDOR), from, to);
    expect(toldOf(folder)).toEqual([expect.stringContaining(`registry/${VENDOR}:2:1: the `)]);
  });
});

describe("checkEnterprises", () => {
  const check = (path: string, number: number, organisation = "C") => {
    const claims = [{ pen: pen(number), organisation, place: PLACE }];
    return checkEnterprises({ path, name: "pen.txt" }, claims);
  };

  it("finds nothing against an enterprise that IANA knows so", () => {
    expect(check(writeNumbers(["Reserved", "B", "C"]), 2)).toEqual({
      kind: "read",
      value: [],
    });
  });

  it.each([
    ["another organisation", 1, 'enterprise 1 is "B" in pen.txt, not "C"'],
    ["a number that is reserved", 0, "no organisation has the private enterprise number 0"],
    ["a number that is not there", 3, "this one ends at 2"],
  ])("warns of %s", (_what, number, message) => {
    const result = check(writeNumbers(["Reserved", "B", "C"]), number);
    const told = result.kind === "read" ? result.value.map(formatWarning) : [];
    expect(told).toEqual([expect.stringContaining(message)]);
    expect(told[0]).toMatch(/^registry\/vendors\/9\.xml:2:1: warning: /);
  });

  it.each([
    ["that is cut off", () => writeNumbers(["A", "B", "C"], ""), "the file is cut off"],
    [
      "of an excerpt",
      () => join(copyOfRegistry(), EXCERPT),
      "an excerpt cannot say which ones are unassigned",
    ],
    ["that is not there", () => "/nowhere/pen.txt", "cannot be read (ENOENT)"],
    ["of a folder", () => "/", "is not a regular file"],
  ])("believes no file %s", (_what, path, message) => {
    const result = check(path(), 1);
    expect(result.kind === "read" ? [] : result.mistakes.map(formatMistake)).toEqual([
      expect.stringContaining(message),
    ]);
  });
});
