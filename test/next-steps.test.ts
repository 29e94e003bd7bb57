import { spawnSync } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  makePrivateFolder,
  ORDINARY_USER,
  showToOrdinaryUser,
} from "../generator/verify/private-folder.js";
import { ROOT } from "./support/cli.js";
import { IS_ROOT } from "./support/tools.js";

const folder = makePrivateFolder("next");

/** What the end of `npm start` says to an ordinary user whose npm installs commands in a folder. */
function nextSteps(prefix: string): string {
  const scripts = join(folder, "next-steps.mjs");
  const user = IS_ROOT ? { uid: ORDINARY_USER, gid: ORDINARY_USER } : {};
  const env = { PATH: process.env["PATH"], HOME: folder, npm_config_prefix: prefix };
  return spawnSync(process.execPath, [scripts], { cwd: folder, env, encoding: "utf8", ...user })
    .stdout;
}

function makePrefix(name: string, mode: number): string {
  const path = join(folder, name);
  mkdirSync(path);
  chmodSync(path, mode);
  return path;
}

describe("npm start names the form of npm install -g that works", () => {
  beforeAll(() => {
    if (IS_ROOT) showToOrdinaryUser(folder);
    for (const name of ["next-steps.mjs", "system-packages.mjs"]) {
      cpSync(join(ROOT, "scripts", name), join(folder, name));
    }
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("where npm may make its folders, though nothing was ever installed", () => {
    expect(nextSteps(makePrefix("open", 0o777))).toMatch(/^ {2}npm install -g \. /m);
  });

  it("where it may not: in the user's home, and how it is found there", () => {
    const printed = nextSteps(makePrefix("closed", 0o555));
    expect(printed).toMatch(/^ {2}npm install -g --prefix ~\/\.local \. /m);
    expect(printed).toMatch(/^ {2}export PATH=~\/\.local\/bin:\$PATH /m);
  });
});
