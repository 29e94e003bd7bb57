import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { LINK_TYPE } from "../generator/capture/protocol-numbers.js";
import { VALUE_STRINGS, type ValueStrings } from "../generator/model/value-strings.js";
import { ethernetFrame } from "../generator/samples/sample-packet.js";
import { writePcap } from "../generator/samples/write-pcap.js";
import { CAUSE_GROUPS } from "../generator/targets/profile/named-filters.js";
import { makePrivateFolder } from "../generator/verify/private-folder.js";
import { openTshark, type TsharkRun } from "../generator/verify/tshark-run.js";
import { ROOT } from "./support/cli.js";
import { ownModel } from "./support/models.js";
import { readTable } from "./support/profile.js";
import { IS_ROOT, lacks, without } from "./support/tools.js";

const LUA = join(ROOT, "dist/wireshark/rstdiag.lua");
const PROFILES = join(ROOT, "dist/wireshark/profiles");
const NAME = "TCP resets";
const MODEL = ownModel();

/** What is said of a frame; the first one is about a reset that nobody explained. */
interface Said {
  readonly cause?: string;
  readonly isBenign?: boolean;
  readonly resetBy?: string;
  readonly lostOctets?: number;
}

const FRAMES: readonly Said[] = [
  {},
  ...Object.keys(CAUSE_GROUPS).map((cause) => ({ cause, resetBy: "server" })),
  { cause: "idle-timeout", resetBy: "middle", lostOctets: 7 },
  { cause: "data-after-close", isBenign: true, resetBy: "client", lostOctets: 0 },
  { cause: "after-close", isBenign: true, resetBy: "client" },
];

const causeNumbers: ValueStrings = VALUE_STRINGS.cause;
const resetterNumbers: ValueStrings = VALUE_STRINGS.reset_by;

function wordsOf(values: ValueStrings): string {
  const rows = Object.entries(values).map(([word, number]) => `[${number}] = "${word}"`);
  return `{ ${rows.join(", ")} }`;
}

/** Says of each frame what the explanation would: fields of one name and type are one field. */
function standIn(): string {
  const rows = FRAMES.map(({ cause, isBenign, resetBy, lostOctets }) => {
    const values = [
      cause && `cause = ${causeNumbers[cause]}`,
      resetBy && `reset_by = ${resetterNumbers[resetBy]}`,
    ];
    const flags = [cause && `benign = ${isBenign === true}`];
    const octets = lostOctets === undefined ? [] : [`lost_octets = ${lostOctets}`];
    return `{ ${[...values, ...flags, ...octets].filter(Boolean).join(", ")} }`;
  });
  return `local stand_in = Proto("standin", "Stands in for the explanation")
local fields = {
  cause = ProtoField.uint8("rstdiag.cause", "Cause", base.DEC, ${wordsOf(causeNumbers)}),
  reset_by = ProtoField.uint8("rstdiag.reset_by", "Reset by", base.DEC, ${wordsOf(resetterNumbers)}),
  benign = ProtoField.bool("rstdiag.benign", "Benign"),
  lost_octets = ProtoField.uint32("rstdiag.lost_octets", "Octets at risk", base.DEC),
}
stand_in.fields = { fields.cause, fields.reset_by, fields.benign, fields.lost_octets }
local frames = { ${rows.join(", ")} }
function stand_in.dissector(_, pinfo, tree)
  for name, value in pairs(frames[pinfo.number]) do tree:add(fields[name], value) end
end
register_postdissector(stand_in)
`;
}

/** The title of the group that a cause is of. */
function titleOf(cause: string): string | undefined {
  const id = Object.entries(CAUSE_GROUPS).find(([name]) => name === cause)?.[1];
  return MODEL.groups.find((group) => group.id === id)?.title;
}

function ruleOf({ cause, isBenign }: Said): string {
  if (isBenign) return "RST: benign";
  const title = cause === undefined ? undefined : titleOf(cause);
  return title === undefined ? "RST without a known reason" : `RST: ${title}`;
}

/** What the plugin says of fields of explanations in a single pass, which the stand-in has. */
const NEEDS_TWO_PASSES = /^rstdiag: .* add -2 to have the fields of explanations\n/;

describe.skipIf(lacks("tshark"))(
  `the profile, with causes that are inferred${without("tshark")}`,
  () => {
    let tshark: TsharkRun;
    let capture: string;

    beforeAll(() => {
      const folder = makePrivateFolder("causes");
      const lua = join(folder, "stand-in.lua");
      writeFileSync(lua, standIn());
      const path = join(folder, "resets.pcap");
      const octets = ethernetFrame(4, new Uint8Array());
      const packets = FRAMES.map((_, at) => ({ timeNanoseconds: BigInt(at) * 10n ** 9n, octets }));
      const file = { byteOrder: "little", resolution: "microseconds", snapLength: 65535 } as const;
      writeFileSync(path, writePcap({ ...file, linkType: LINK_TYPE.ETHERNET, packets }));
      tshark = openTshark({ luaPaths: [LUA, lua], isRoot: IS_ROOT, profiles: PROFILES });
      capture = tshark.place(path);
      return () => {
        tshark.close();
        rmSync(folder, { recursive: true });
      };
    });

    async function run(...args: readonly string[]): Promise<readonly string[]> {
      const result = await tshark.run(["-C", NAME, "-r", capture, "-T", "fields", ...args]);
      if (result.kind !== "exited") throw new Error(`tshark: ${result.kind}`);
      const stderr = result.stderr.replace(NEEDS_TWO_PASSES, "");
      expect({ args, code: result.code, stderr }).toEqual({ args, code: 0, stderr: "" });
      return result.stdout.split("\n").filter(Boolean);
    }

    async function select(filter: string): Promise<readonly number[]> {
      return (await run("-Y", filter, "-e", "frame.number")).map(Number);
    }

    const numbersOf = (isWanted: (said: Said) => boolean) =>
      FRAMES.flatMap((said, at) => (isWanted(said) ? [at + 1] : []));

    it("paints each reset in the colour of its cause's group, and dims benign ones", async () => {
      expect(await run("--color", "-e", "frame.coloring_rule.name")).toEqual(FRAMES.map(ruleOf));
    });

    it("has buttons that select what they name", async () => {
      const buttons = new Map(
        readTable(readFileSync(join(PROFILES, NAME, "dfilter_buttons"), "utf8")).map(
          ([, label = "", filter = ""]) => [label, filter] as const,
        ),
      );
      for (const cause of Object.keys(CAUSE_GROUPS)) {
        const label = `Reset cause//${titleOf(cause) ?? "Other"}//${cause}`;
        expect([label, buttons.get(label)]).toEqual([label, `rstdiag.cause == "${cause}"`]);
      }
      const states: readonly (readonly [string, (said: Said) => boolean])[] = [
        ["Reset cause//Timeout//idle-timeout", ({ cause }) => cause === "idle-timeout"],
        ["Reset//By a middlebox", ({ resetBy }) => resetBy === "middle"],
        ["Reset//Octets lost", ({ lostOctets = 0 }) => lostOctets > 0],
        ["Reset//Benign", ({ isBenign = false }) => isBenign],
        ["Reset//With a reason", () => false],
        ["Reset//Without a payload", () => true],
      ];
      for (const [label, isWanted] of states) {
        const found = await select(buttons.get(label) ?? "no button");
        expect([label, found]).toEqual([label, numbersOf(isWanted)]);
      }
    });

    it("has graphs in which each reset is in one bar, that of its group", async () => {
      const [, ...bars] = readTable(readFileSync(join(PROFILES, NAME, "io_graphs"), "utf8"));
      const barOf = ({ cause, isBenign }: Said) =>
        isBenign ? "Benign" : ((cause && titleOf(cause)) ?? "No reason");
      for (const [, title = "", filter = ""] of bars) {
        const wanted = numbersOf((said) => barOf(said) === title);
        expect([title, await select(filter)]).toEqual([title, wanted]);
      }
    });
  },
);
