import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { dependencyTable, fits, listPackages } from "../scripts/licences.mjs";
import { readPart } from "../scripts/page-part.mjs";
import { ROOT } from "./support/cli.js";

describe("the packages that npm installs for users", () => {
  it("are those of docs/dependencies.md, with their licences", () => {
    expect(readPart("licences -- --docs").trimEnd().split("\n")).toEqual(dependencyTable());
  });

  it("have licences that a program under GPL-2.0-or-later may use", () => {
    const packages = listPackages();
    expect(packages.map(({ name }) => name)).toEqual(expect.arrayContaining(["saxes", "xmlchars"]));
    expect(packages.filter(({ license }) => !fits(license))).toEqual([]);
  });

  it.each([
    ["MIT", true],
    ["(MIT OR CC0-1.0)", true],
    ["GPL-3.0-only OR ISC", true],
    ["MIT AND SSPL-1.0", false],
    ["CDDL-1.0", false],
    ["SEE LICENSE IN LICENSE.txt", false],
    ["UNLICENSED", false],
    [undefined, false],
  ])("%s may be used: %s", (license, isFitting) => {
    expect(fits(license)).toBe(isFitting);
  });
});

describe("the plugin", () => {
  it("has the notice of the functions that its compiler added", () => {
    const plugin = readFileSync(join(ROOT, "dist/wireshark/rstdiag.lua"), "utf8");
    expect(plugin).toContain("function __TS__");
    expect(plugin).toContain("-- Copyright (c) TypeScriptToLua Contributors\n");
    expect(plugin).toContain("-- Permission is hereby granted, free of charge");
  });
});
