import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ROOT } from "./support/cli.js";

interface Locked {
  readonly version?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly hasInstallScript?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/** What npm runs, unasked, of a package that it installs, or of this one for its developers. */
const AT_INSTALL =
  /^(pre|post)?(install|prepare|prepublish)$|^dependencies$|^(pre|post)(pack|publish)$/;

function readJson<Content>(path: string): Content {
  return JSON.parse(readFileSync(join(ROOT, path), "utf8"));
}

describe.each(["package-lock.json", "lua/package-lock.json"])("%s", (path) => {
  const { packages } = readJson<{ packages: Readonly<Record<string, Locked>> }>(path);
  const entries = Object.entries(packages).filter(([place]) => place !== "");
  const placesOf = (isWrong: (one: Locked) => boolean) =>
    entries.filter(([, one]) => isWrong(one)).map(([place]) => place);

  it("has a digest of every package, also of those of other platforms", () => {
    expect(entries.length).toBeGreaterThan(0);
    expect(placesOf(({ integrity = "" }) => !/^sha512-[\w+/]{86}==$/.test(integrity))).toEqual([]);
    const optional = entries.flatMap(([, one]) => Object.entries(one.optionalDependencies ?? {}));
    const fixed = optional.filter(([, version]) => /^\d/.test(version));
    expect(fixed.filter(([name]) => !(`node_modules/${name}` in packages))).toEqual([]);
  });

  it("takes nothing from anywhere but npm's registry", () => {
    const registry = "https://registry.npmjs.org/";
    expect(placesOf(({ resolved }) => !(resolved ?? registry).startsWith(registry))).toEqual([]);
    expect(placesOf(({ version = "" }) => !/^\d+\.\d+\.\d+/.test(version))).toEqual([]);
  });

  it("has no package that runs something when it is installed", () => {
    expect(placesOf(({ hasInstallScript }) => hasInstallScript === true)).toEqual([]);
  });
});

describe("package.json", () => {
  it("builds when npm installs a clone, and runs nothing else", () => {
    const { scripts } = readJson<{ scripts: Readonly<Record<string, string>> }>("package.json");
    expect(Object.keys(scripts).filter((name) => AT_INSTALL.test(name))).toEqual(["prepare"]);
    expect(scripts["prepare"]).toBe("node scripts/prepare.mjs");
    const program = readFileSync(join(ROOT, "scripts/prepare.mjs"), "utf8");
    const commands = [...program.matchAll(/run\("([^"]+)"\)/g)].map(([, command]) => command);
    expect(commands).toEqual(["node scripts/install-packages.mjs", "npm run --silent build"]);
  });
});
