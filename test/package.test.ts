import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makePrivateFolder } from "../generator/verify/private-folder.js";
import { ROOT } from "./support/cli.js";
import { commitWorkingTree, runAsUser } from "./support/clones.js";
import { linksOf, readPage } from "./support/pages.js";

const folder = makePrivateFolder("package");
const clone = join(folder, "clone");
const project = join(folder, "project");

function npm(cwd: string, ...args: readonly string[]): string {
  const quiet = ["--prefer-offline", "--no-audit", "--no-fund"];
  const { status, stdout, stderr } = runAsUser(cwd, "npm", ...args, ...quiet);
  expect(status, stdout + stderr).toBe(0);
  return stdout;
}

/** The program that npm made of the clone, in the empty project. */
function rstdiag(...args: readonly string[]) {
  return runAsUser(project, join(project, "node_modules/.bin/rstdiag"), ...args);
}

/** The path of the file that a link leads to. */
function resolveLink(page: string, link: string): string {
  const [path = ""] = link.split("#");
  return path === "" ? page : join(dirname(page), path);
}

beforeAll(() => {
  mkdirSync(project);
  commitWorkingTree(clone);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("a fresh clone, as a package", () => {
  it("is built where it is a git dependency, and works in an empty project", () => {
    npm(project, "init", "-y");
    npm(project, "install", `git+file://${clone}`);
    const own = join(project, "node_modules/rstdiag");
    expect(rstdiag("explain", join(own, "samples/specification-examples.pcapng"))).toMatchObject({
      status: 0,
      stdout: expect.stringContaining("3 connections reset"),
    });
    // A registry and a vendor of the project's own.
    cpSync(join(own, "registry"), join(project, "inputs"), { recursive: true });
    const vendor = join(project, "32473.xml");
    cpSync(join(own, "registry/vendors/32473.xml"), vendor);
    rmSync(join(project, "inputs/vendors/32473.xml"));
    const inputs = ["--registry", "inputs", "--vendor", "32473.xml", "--out", "dist"];
    const generated = rstdiag("generate", ...inputs);
    expect(generated.stderr).toBe("");
    expect(generated.stdout).toContain("written    dist/wireshark/rstdiag.lua\n");
    expect(rstdiag("check", ...inputs)).toMatchObject({ status: 0 });
    expect(rstdiag("check", "--registry", "inputs", "--out", "dist")).toMatchObject({ status: 3 });
    expect(existsSync(join(own, "build/rstdiag.1"))).toBe(true);
    for (const name of ["build/rstdiag.html", "build/browser.js"]) {
      // Made elsewhere, by the same sources.
      expect(readFileSync(join(own, name), "utf8") === readFileSync(join(ROOT, name), "utf8")).toBe(
        true,
      );
    }
  });

  it("is a library with types for a project in TypeScript", () => {
    const lines = (type: string) => [
      'import { createReadStream } from "node:fs";',
      `import { decode, explain } from "rstdiag";`,
      'const path = "node_modules/rstdiag/samples/specification-examples.pcapng";',
      `const causes${type} = [];`,
      "for await (const { cause } of explain(createReadStream(path))) causes.push(cause);",
      "for await (const { frame } of decode(createReadStream(path))) causes.push(String(frame));",
      'import { readFileSync } from "node:fs";',
      'import * as browser from "rstdiag/browser";',
      "const blob = new Blob([readFileSync(path)]);",
      "for await (const { cause } of browser.explain(blob)) causes.push(cause);",
      'console.log(causes.join(" "));',
    ];
    writeFileSync(join(project, "why.mts"), lines(": string[]").join("\n"));
    writeFileSync(join(project, "why.mjs"), lines("").join("\n"));
    const types = ["--types", "node", "--typeRoots", join(ROOT, "node_modules/@types")];
    const strict = ["--strict", "--noEmit", "--target", "es2022", "--module", "nodenext"];
    const tsc = join(ROOT, "node_modules/.bin/tsc");
    const checked = runAsUser(project, tsc, "--ignoreConfig", ...strict, ...types, "why.mts");
    expect([checked.status, checked.stdout]).toEqual([0, ""]);
    expect(runAsUser(project, process.execPath, "why.mjs").stdout).toBe(
      "stated stated stated 1 2 3 stated stated stated\n",
    );
  });

  it("can be installed without what only its developers need, and says that it is not built", () => {
    expect(npm(clone, "ci", "--omit=dev")).toContain("rstdiag is not built here");
    rmSync(join(clone, "node_modules"), { recursive: true });
  });

  it("is built by npm pack, with what users need and no more", () => {
    const [{ files }]: [{ files: readonly { path: string }[] }] = JSON.parse(
      npm(clone, "pack", "--json", "--dry-run").replace(/^[^[]*/, ""),
    );
    const paths = files.map(({ path }) => path);
    expect(paths).toEqual(
      expect.arrayContaining(["build/cli.js", "build/rstdiag.1", "dist/wireshark/rstdiag.lua"]),
    );
    const tops = new Set(paths.map((path) => path.split("/", 1)[0]));
    const pages = ["CONTRIBUTING.md", "LICENSE", "LICENSES", "README.md", "SECURITY.md"];
    const folders = ["build", "data", "dist", "docs"];
    const inputs = ["registry", "samples", "templates"];
    expect([...tops].sort()).toEqual([...pages, ...folders, "package.json", ...inputs]);
    expect(paths.filter((path) => /laborator|\.test\./.test(path))).toEqual([]);
    const leadsNowhere = paths
      .filter((path) => path.endsWith(".md"))
      .flatMap((page) => linksOf(readPage(page)).map((link) => resolveLink(page, link)))
      .filter((target) => !paths.some((path) => `${path}/`.startsWith(`${target}/`)));
    expect(leadsNowhere).toEqual([]);
  });

  it("gives the command and its manual page to all, once it is built", () => {
    const prefix = join(folder, "global");
    npm(clone, "install", "--global", "--prefix", prefix, ".");
    const { stdout } = runAsUser(folder, join(prefix, "bin/rstdiag"), "--version");
    expect(stdout).toMatch(/^rstdiag \d+\.\d+\.\d+ \([\w-]+, pack sha256:[\da-f]{12}\)\n$/);
    expect(existsSync(join(prefix, "share/man/man1/rstdiag.1"))).toBe(true);
  });
});
