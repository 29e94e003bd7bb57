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
import { leaveUnfinished } from "../../test/support/leftovers.js";
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

/** Nobody else is at work. */
const WRITER = { pid: 1, isRunning: () => false };

let home = "";
let pluginFolder = "";
let plugin = "";

beforeEach(() => {
  home = makePrivateFolder("installation");
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  pluginFolder = join(home, "lib", "plugins");
  plugin = join(pluginFolder, "rstdiag.lua");
});

async function install(files: Readonly<Record<string, string>>): Promise<void> {
  const placed = Object.entries(files).map(([path, text]) => ({
    folder: home,
    path,
    content: Buffer.from(text),
  }));
  const before = readReceipt(pluginFolder);
  if (!before) throw new Error("the receipt is damaged");
  const plan = planInstall(placed, before, lookAtDisk);
  if (plan.kind === "refused") throw new Error("refused");
  await carryOutInstall(plan.steps, { pluginFolder, receipt: plan.receipt }, WRITER);
}

function uninstall(): readonly string[] {
  const receipt = readReceipt(pluginFolder);
  if (!receipt) throw new Error("the receipt is damaged");
  return carryOutUninstall(planUninstall(receipt, lookAtDisk), { pluginFolder, receipt }, WRITER);
}

const listHome = () => readdirSync(home, { recursive: true, encoding: "utf8" }).sort();

describe("install and uninstall", () => {
  it("leave the disk as it was", async () => {
    const profile = join(home, "config", "profiles", "P", "colorfilters");
    mkdirSync(join(home, "config"));
    const before = listHome();
    await install({ [plugin]: "1", [profile]: "x" });
    expect(readFileSync(plugin, "utf8")).toBe("1");
    await install({ [plugin]: "2" });
    expect(readFileSync(plugin, "utf8")).toBe("2");
    expect(uninstall()).toEqual([]);
    expect(listHome()).toEqual(before);
  });

  it("keep and name what the user changed or added", async () => {
    const profile = join(home, "config", "P");
    await install({
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

  it("remove what a run that was stopped left, and nothing that looks similar", async () => {
    await install({ [plugin]: "1" });
    const similar = join(pluginFolder, ".rstdiag-new.mine");
    mkdirSync(similar);
    const left = [leaveUnfinished(pluginFolder)];
    await install({ [plugin]: "1" });
    left.push(leaveUnfinished(pluginFolder));
    uninstall();
    expect(left.filter((path) => existsSync(path))).toEqual([]);
    expect(existsSync(similar)).toBe(true);
  });

  it("take all back where a file cannot be written", async () => {
    const before = listHome();
    await expect(install({ [plugin]: "1", [UNWRITABLE]: "x" })).rejects.toThrow("(ENOENT)");
    expect(listHome()).toEqual(before);
  });

  it("keep the earlier installation where an upgrade cannot be written", async () => {
    await install({ [plugin]: "1" });
    const receipt = readReceipt(pluginFolder);
    const before = listHome();
    await expect(install({ [plugin]: "2", [UNWRITABLE]: "x" })).rejects.toThrow("(ENOENT)");
    expect(readFileSync(plugin, "utf8")).toBe("1");
    expect(readReceipt(pluginFolder)).toEqual(receipt);
    expect(listHome()).toEqual(before);
  });
});

/** Root may write anywhere, but not where the kernel keeps its own. */
const UNWRITABLE = "/proc/rstdiag/file";

describe("readReceipt", () => {
  it("does not believe a damaged one, nor a link", async () => {
    await install({ [plugin]: "1" });
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

it("says of a file that cannot be read only that", () => {
  // Root may read all that has permissions; this file has no octets where it begins.
  expect(lookAtDisk("/proc/self/mem")).toEqual({ kind: "unreadable" });
});
