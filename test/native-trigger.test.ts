import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makePrivateFolder } from "../generator/verify/private-folder.js";
import type { TsharkOptions, TsharkRun } from "../generator/verify/tshark-run.js";
import { makeCapture } from "../proof/fuzz/captures.js";
import { Random } from "../proof/fuzz/random.js";
import {
  type BuiltTrigger,
  buildBeside,
  buildTrigger,
  lacksForTrigger,
} from "../proof/native-trigger.js";
import { IN_CI, ROOT } from "./support/cli.js";
import { ownModel } from "./support/models.js";
import { CHROOT, lacks, openTsharkWith, skippedIf } from "./support/tools.js";
import { makeUser } from "./support/wireshark-user.js";

const LUA = join(ROOT, "dist/wireshark/rstdiag.lua");
const FOLDERS = ["samples", "samples/encapsulations", "samples/laboratory"];
const CAPTURES = FOLDERS.flatMap((name) => capturesIn(join(ROOT, name)));

const SAMPLED = "eth:ethertype:ip:udp:sflow:eth:ethertype";
/** Of the packets that sFlow quotes, Wireshark gives a script no fields that it could ask for. */
const READ_BY_TRIGGER_ONLY = join(ROOT, "samples/encapsulations/sflow.pcapng");

const LACKING = IN_CI ? undefined : (lacksForTrigger(CHROOT) ?? withoutTshark());
const IS_LACKING = LACKING !== undefined;

function withoutTshark(): string | undefined {
  return lacks("tshark") ? "tshark is not installed" : undefined;
}

function capturesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.pcap(ng)?$/.test(name) && !name.includes("/"))
    .map((name) => join(folder, name));
}

const PCAP_HEADER_OCTETS = 24;

/** What needs a field of Wireshark's, which is not asked for where the trigger is there. */
const NEEDS_FIELD = /\(NetScaler window\)/;

/** All captures in few files: pcapng ones are sections of one, pcap ones of a kind have one header. */
function joinCaptures(): readonly string[] {
  const parts = new Map<string, Buffer[]>();
  for (const path of CAPTURES) {
    const file = readFileSync(path);
    const start = path.endsWith(".pcapng") ? 0 : PCAP_HEADER_OCTETS;
    const header = file.subarray(0, start);
    const known = parts.get(header.toString("hex")) ?? [header];
    parts.set(header.toString("hex"), [...known, file.subarray(start)]);
  }
  return [...parts.values()].map((part, at) => {
    const path = join(folder, `joined-${at}`);
    writeFileSync(path, Buffer.concat(part));
    return path;
  });
}

let folder = "";
let trigger: BuiltTrigger;

/** Says something of each packet ahead of IP, and shows it when all others are done. */
const OTHER_LUA = `
local other = Proto("other", "Other")
other.fields.said = ProtoField.string("other.said", "Said")
for number, name in pairs({ [0x0800] = "ip", [0x86dd] = "ipv6" }) do
  local after, ahead = Dissector.get(name), Proto("ahead_" .. name, "Ahead of " .. name)
  function ahead.dissector(tvb, pinfo, tree)
    pinfo.private.said = "ahead of IP"
    return after:call(tvb, pinfo, tree)
  end
  DissectorTable.get("ethertype"):add(number, ahead)
end
function other.dissector(_, pinfo, tree)
  tree:add(other.fields.said, pinfo.private.said)
end
register_postdissector(other, true)
`;

function open(isNative: boolean, ...luaPaths: readonly string[]): TsharkRun {
  return openTsharkWith({ luaPaths, ...(isNative && { nativePlugin: trigger }) });
}

/** What tshark prints, on both outputs. */
async function print(tshark: TsharkRun, path: string, ...args: readonly string[]) {
  const result = await tshark.run(["-r", tshark.place(path), ...args]);
  if (result.kind !== "exited" || result.code !== 0) throw new Error(JSON.stringify(result));
  expect(result.stderr).not.toMatch(/lua/i);
  return result.stdout;
}

async function ownFields(): Promise<readonly string[]> {
  const result = await open(false, LUA).run(["-G", "fields"]);
  if (result.kind !== "exited") throw new Error(result.kind);
  const names = result.stdout.split("\n").map((line) => line.split("\t")[2] ?? "");
  return [...new Set(names.filter((name) => /^(rstdiag|tcp\.rst_diagnostic)\b/.test(name)))].sort();
}

describe.skipIf(IS_LACKING)(`the native trigger${skippedIf(IS_LACKING, LACKING ?? "")}`, () => {
  beforeAll(() => {
    folder = makePrivateFolder("trigger");
    trigger = buildTrigger(CHROOT);
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
    trigger.close();
  });

  it("reads all samples and captures of the laboratory as the plugin reads them alone", async () => {
    const columns = ["frame.number", "frame.protocols", "_ws.col.protocol", ...(await ownFields())];
    const fields = ["-T", "fields", ...columns.flatMap((name) => ["-e", name])];
    const [alone, native] = [open(false, LUA), open(true, LUA)];
    const different: string[] = [];
    for (const path of joinCaptures()) {
      const [lua, both] = await Promise.all(
        [alone, native].map((one) => print(one, path, ...fields)),
      );
      const lines = (lua ?? "").split("\n");
      const isOther = (line: string, at: number) =>
        line !== lines[at] && !NEEDS_FIELD.test(lines[at] ?? "");
      different.push(...(both ?? "").split("\n").filter(isOther));
      expect(both?.length).toBeGreaterThan(1000);
    }
    const protocols = different.map((line) => line.split("\t")[1]);
    expect(protocols).toEqual([`${SAMPLED}:ip:tcp`, `${SAMPLED}:ipv6:tcp`]);
  });

  it("reads random packets as the plugin reads them alone: quotations, tunnels, fragments, cuts", async () => {
    const names = await ownFields();
    const fields = ["-T", "fields", ...names.flatMap((name) => ["-e", name])];
    for (const kind of ["sound", "mutated"] as const) {
      const path = join(folder, `${kind}.pcap`);
      writeFileSync(path, makeCapture(new Random(7), ownModel(), { kind, frames: 3000 }));
      const [lua = [], both = []] = await Promise.all(
        [false, true].map(async (isNative) => {
          const tshark = open(isNative, LUA);
          return (await print(tshark, path, ...fields)).split("\n");
        }),
      );
      // How long a payload was that an ICMP error quotes in part, only the trigger can tell.
      const isQuoted = (line: string) => line.split("\t")[names.indexOf("rstdiag.quoted")] !== "";
      const different = both.filter((line, at) => {
        return line !== lua[at] && !NEEDS_FIELD.test(lua[at] ?? "");
      });
      expect(different.filter((line) => !isQuoted(line))).toEqual([]);
      expect(both.filter(isQuoted).length).toBeGreaterThan(different.length * 5);
      expect(new Set(both).size).toBeGreaterThan(100);
    }
  });

  it("says the same of a payload where nobody looks at its fields", async () => {
    const shown = ["frame.number", "_ws.col.Info", "rstdiag", "_ws.expert.message"];
    const fields = ["-T", "fields", ...shown.flatMap((name) => ["-e", name])];
    let count = 0;
    for (const path of joinCaptures()) {
      const [withField, without, experts, ownExperts] = await Promise.all(
        [
          [...fields, "-e", "rstdiag.status"],
          fields,
          ["-q", "-z", "expert", "-Y", "frame || rstdiag.status"],
          ["-q", "-z", "expert"],
        ].map((args) => print(open(true, LUA), path, ...args)),
      );
      const lines = withField?.split("\n").map((line) => line.replace(/\t[^\t]*$/, ""));
      expect(without?.split("\n")).toEqual(lines);
      // What else Wireshark says there depends on whether it builds a tree.
      const own = (text = "") => text.split("\n").filter((line) => line.includes(" RSTDIAG "));
      expect(own(ownExperts)).toEqual(own(experts));
      count += own(ownExperts).length;
    }
    expect(count).toBeGreaterThan(10);
  });

  it("leaves alone what another plugin in Lua says of the packet", async () => {
    const other = join(folder, "other.lua");
    writeFileSync(other, OTHER_LUA);
    const path = join(ROOT, "samples/registered-codes.pcapng");
    const args = ["-T", "fields", "-e", "frame.number", "-e", "rstdiag.reason", "-e", "other.said"];
    const lines = (await print(open(true, LUA, other), path, ...args)).trimEnd().split("\n");
    const alone = (await print(open(true, LUA), path, ...args.slice(0, -2))).trimEnd().split("\n");
    expect(lines).toEqual(alone.map((line) => `${line}\tahead of IP`));
    expect(lines.filter((line) => line.split("\t")[1] !== "").length).toBeGreaterThan(5);
  });

  it("shows the reason in the Info column where tshark prints it as a field", async () => {
    const path = join(ROOT, "samples/registered-codes.pcapng");
    const info = await print(open(true, LUA), path, "-T", "fields", "-e", "_ws.col.Info");
    expect(info.split("\n")[0]).toMatch(/\[RST: Illegal option length \(1\)\]$/);
  });

  it.each([
    ["-V"],
    ["-q", "-z", "io,phs"],
    ["-q", "-z", "expert"],
    ["-q", "-z", "conv,tcp"],
    ["-G", "decodes"],
  ])("changes nothing where the plugin is not installed: %s %s %s", async (...args) => {
    const path = join(ROOT, "samples/combinations.pcapng");
    const run = async (isNative: boolean) => {
      const tshark = open(isNative);
      if (args[0] !== "-G") return print(tshark, path, ...args);
      const result = await tshark.run(args);
      const lines = result.kind === "exited" ? result.stdout.split("\n") : [];
      // Its own table is the only thing that is new.
      return lines.filter((line) => !line.startsWith("rstdiag.trigger\t")).sort();
    };
    expect(await run(true)).toEqual(await run(false));
  });

  it("counts and explains as the plugin does alone", async () => {
    const path = join(ROOT, "samples/combinations.pcapng");
    for (const kind of ["stat", "explain", "json"]) {
      const args = ["-q", "-z", `rstdiag,${kind}`];
      expect(await print(open(true, LUA), path, ...args)).toBe(
        await print(open(false, LUA), path, ...args),
      );
    }
  });

  it("finds the cause of every reset in two passes", async () => {
    const path = join(ROOT, "samples/laboratory/keep-alive-race.client-late.pcap");
    const args = ["-2", "-T", "fields", "-e", "frame.number", "-e", "rstdiag.cause"];
    expect(await print(open(true, LUA), path, ...args)).toBe(
      await print(open(false, LUA), path, ...args),
    );
  });

  it("leaves the reading to the fields where the user wants that", async () => {
    const fields = ["-Y", "rstdiag", "-T", "fields", "-e", "frame.number", "-e", "rstdiag.reason"];
    const read = (isNative: boolean, ...args: readonly string[]) =>
      print(open(isNative, LUA), READ_BY_TRIGGER_ONLY, ...args, ...fields);
    const byFields = await read(false);
    expect(await read(true, "-o", "rstdiag.trigger:FALSE")).toBe(byFields);
    expect(await read(true)).not.toBe(byFields);
  });

  it("stands before other plugins that stand before TCP", async () => {
    const path = join(ROOT, "samples/registered-codes.pcapng");
    const others = [buildBeside(trigger, join(ROOT, "test/fixtures/calls-tcp.c"), CHROOT)];
    const read = async (nativePlugin: NonNullable<TsharkOptions["nativePlugin"]>) => {
      const tshark = openTsharkWith({ luaPaths: [LUA], nativePlugin });
      const fields = ["-e", "frame.number", "-e", "rstdiag.reason", "-e", "frame.protocols"];
      return (await print(tshark, path, "-T", "fields", ...fields)).trim();
    };
    const alone = await read(trigger);
    // That one calls TCP past everybody else, and keeps its name among the protocols.
    expect(await read({ ...trigger, others })).toBe(alone.replaceAll(":tcp", ":calls:tcp"));
    expect(alone.split("\n").length).toBeGreaterThan(30);
  });

  it("also sees what Decode As calls TCP", async () => {
    const path = join(ROOT, "samples/registered-codes.pcapng");
    const args = ["-d", "ip.proto==6,tcp", "-Y", "rstdiag"];
    const lines = (await print(open(true, LUA), path, ...args)).trim().split("\n");
    expect(lines.length).toBeGreaterThan(30);
  });

  it.skipIf(CHROOT !== undefined)(
    "is built and installed by rstdiag, found by doctor, and taken away again",
    () => {
      const user = makeUser();
      mkdirSync(join(user.home, ".local/lib"), { recursive: true });
      const before = user.look();
      const { status, stdout } = user.run(["install", "--native"]);
      const path = join(user.plugins, trigger.version, "epan/rstdiag-trigger.so");
      expect([status, existsSync(path)]).toEqual([0, true]);
      expect(stdout).toContain(`write      ${path}\n`);
      const doctor = user.run(["doctor"]);
      expect(doctor.status).toBe(0);
      expect(doctor.stdout).toContain("ok       the native trigger is loaded");
      expect(user.run(["uninstall"]).status).toBe(0);
      expect(user.look()).toEqual(before);
    },
  );

  it.skipIf(CHROOT !== undefined)(
    "says how to get Wireshark's headers where they are missing, and installs nothing",
    () => {
      const user = makeUser();
      const env = { PKG_CONFIG_LIBDIR: "/nonexistent", PKG_CONFIG_PATH: undefined };
      const { status, stderr } = user.run(["install", "--native"], env);
      expect(status).toBe(1);
      expect(stderr).toMatch(/headers are not there.*sudo apt-get install .*libwireshark-dev/);
      expect(user.look().names).toEqual([]);
    },
  );
});
