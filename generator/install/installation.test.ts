import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { makePrivateFolder } from "../verify/private-folder.js";
import {
  carryOutInstall,
  carryOutUninstall,
  isOursIn,
  lookAtDisk,
  planInstall,
  planUninstall,
  RECEIPT_NAME,
  readReceipt,
} from "./installation.js";

let home = "";
let pluginFolder = "";
let plugin = "";

beforeEach(() => {
  home = makePrivateFolder("installation");
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  pluginFolder = join(home, "lib", "plugins");
  plugin = join(pluginFolder, "rstdiag.lua");
});

function install(files: Readonly<Record<string, string>>): void {
  const placed = Object.entries(files).map(([path, text]) => ({
    path,
    content: Buffer.from(text),
  }));
  const before = readReceipt(pluginFolder);
  if (!before) throw new Error("the receipt is damaged");
  const plan = planInstall(placed, before, lookAtDisk);
  if (plan.kind === "refused") throw new Error("refused");
  carryOutInstall(plan.steps, { pluginFolder, before, after: plan.receipt });
}

function uninstall(): readonly string[] {
  const receipt = readReceipt(pluginFolder);
  if (!receipt) throw new Error("the receipt is damaged");
  return carryOutUninstall(planUninstall(receipt, lookAtDisk), { pluginFolder, receipt });
}

const listHome = () => readdirSync(home, { recursive: true, encoding: "utf8" }).sort();

describe("install and uninstall", () => {
  it("leave the disk as it was", () => {
    const profile = join(home, "config", "profiles", "P", "colorfilters");
    mkdirSync(join(home, "config"));
    const before = listHome();
    install({ [plugin]: "1", [profile]: "x" });
    expect(readFileSync(plugin, "utf8")).toBe("1");
    install({ [plugin]: "2" });
    expect(readFileSync(plugin, "utf8")).toBe("2");
    expect(uninstall()).toEqual([]);
    expect(listHome()).toEqual(before);
  });

  it("keep and name what the user changed or added", () => {
    const profile = join(home, "config", "P");
    install({
      [plugin]: "1",
      [join(profile, "preferences")]: "x",
      [join(profile, "colours")]: "x",
    });
    writeFileSync(join(profile, "preferences"), "mine");
    writeFileSync(join(profile, "recent"), "Wireshark's");
    expect(isOursIn(pluginFolder)(plugin)).toBe(true);
    expect(isOursIn(pluginFolder)(join(profile, "preferences"))).toBe(false);
    expect(uninstall()).toEqual([profile, join(home, "config")]);
    expect(listHome()).toEqual(["config", "config/P", "config/P/preferences", "config/P/recent"]);
  });

  it("remove what a run that was stopped left, and nothing that looks similar", () => {
    install({ [plugin]: "1" });
    const half = `${plugin}.00000000-0000-0000-0000-000000000000.rstdiag-new`;
    const similar = `${plugin}.mine.rstdiag-new`;
    writeFileSync(half, "");
    writeFileSync(similar, "");
    install({ [plugin]: "2" });
    expect(existsSync(half)).toBe(false);
    uninstall();
    expect(existsSync(similar)).toBe(true);
  });

  it("take all back where a file cannot be written", () => {
    const before = listHome();
    expect(() => install({ [plugin]: "1", [unwritable()]: "x" })).toThrow("ENAMETOOLONG");
    expect(listHome()).toEqual(before);
  });

  it("keep the earlier installation where an upgrade cannot be written", () => {
    install({ [plugin]: "1" });
    const receipt = readReceipt(pluginFolder);
    const before = listHome();
    expect(() => install({ [plugin]: "2", [unwritable()]: "x" })).toThrow("ENAMETOOLONG");
    expect(readFileSync(plugin, "utf8")).toBe("1");
    expect(readReceipt(pluginFolder)).toEqual(receipt);
    expect(listHome()).toEqual(before);
  });
});

/** Root may write anywhere; but nobody may write beside a file whose name is this long. */
function unwritable(): string {
  return join(home, "config", "n".repeat(250));
}

describe("readReceipt", () => {
  it("does not believe a damaged one, nor a link", () => {
    install({ [plugin]: "1" });
    const path = join(pluginFolder, RECEIPT_NAME);
    writeFileSync(path, "{");
    expect(readReceipt(pluginFolder)).toBeUndefined();
    rmSync(path);
    symlinkSync("/dev/null", path);
    expect(readReceipt(pluginFolder)).toBeUndefined();
  });
});

it("looks at links without following them", () => {
  symlinkSync("/dev/null", join(home, "link"));
  writeFileSync(join(home, "file"), "");
  expect(lookAtDisk(join(home, "link"))).toEqual({ kind: "other" });
  expect(lookAtDisk(join(home, "file")).kind).toBe("file");
  expect(lookAtDisk(join(home, "none"))).toEqual({ kind: "missing" });
  expect(lookAtDisk(home)).toEqual({ kind: "folder" });
});
