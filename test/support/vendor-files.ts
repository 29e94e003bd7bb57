import { spawnSync } from "node:child_process";
import { chmodSync, copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { LINK_TYPE } from "../../generator/capture/protocol-numbers.js";
import { buildEthernet } from "../../generator/samples/build-link.js";
import { ipPacket } from "../../generator/samples/sample-packet.js";
import { writePcap } from "../../generator/samples/write-pcap.js";
import { makeFolder, ROOT } from "./cli.js";
import { IS_ROOT } from "./tools.js";

/** A code of a vendor, as a payload states it. */
export interface StatedCode {
  readonly pen: number;
  readonly code: number;
}

/** What tshark shows of a code; empty where it shows nothing. */
export interface Shown {
  readonly reason: string;
  readonly reference: string;
  readonly registry: string;
}

export interface PluginFolder {
  readonly path: string;
  /** What tshark says on its standard error about files, a line each. */
  readonly read: (stated: readonly StatedCode[]) => {
    readonly shown: readonly Shown[];
    readonly said: readonly string[];
    readonly stderr: string;
  };
}

const ORDINARY = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"];
const FIELDS = ["rstdiag.reason", "rstdiag.reference", "rstdiag.registry"];
const SEPARATOR = "\u{1}";

/** The folder that tshark loads its plugins from, with ours in it and these files beside it. */
export function makePluginFolder(
  files: Readonly<Record<string, string | Uint8Array>>,
): PluginFolder {
  const home = makeFolder();
  chmodSync(home, 0o755);
  const path = join(home, ".local/lib/wireshark/plugins");
  mkdirSync(path, { recursive: true });
  copyFileSync(join(ROOT, "dist/wireshark/rstdiag.lua"), join(path, "rstdiag.lua"));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(path, name), content);
  return {
    path,
    read: (stated) => {
      const capture = join(home, "capture.pcap");
      writeFileSync(capture, captureOf(stated));
      const fields = FIELDS.flatMap((field) => ["-e", field]);
      const command = [
        ...(IS_ROOT ? ORDINARY : []),
        ...["tshark", "-r", capture, "-T", "fields", "-E", `separator=${SEPARATOR}`, ...fields],
      ];
      const [program = "", ...args] = command;
      const { stdout, stderr, status } = spawnSync(program, args, {
        encoding: "utf8",
        maxBuffer: 64 * 1024 * 1024,
        env: { PATH: process.env["PATH"], HOME: home, LC_ALL: "C.UTF-8" },
      });
      if (status !== 0) throw new Error(`tshark ended with ${status}: ${stderr}`);
      return {
        shown: stdout.trimEnd().split("\n").map(readFields),
        said: stderr
          .split("\n")
          .filter((line) => line.includes(path))
          .map((line) => shortOf(line, path)),
        stderr,
      };
    },
  };
}

function readFields(line: string): Shown {
  const [reason = "", reference = "", registry = ""] = line.split(SEPARATOR);
  return { reason, reference, registry };
}

/** Without tshark's own words before it, and without the folder. */
function shortOf(line: string, folder: string): string {
  return line.slice(line.indexOf(folder)).replaceAll(`${folder}/`, "");
}

function captureOf(stated: readonly StatedCode[]): Uint8Array {
  const packets = stated.map(({ pen, code }, index) => {
    const payload = Buffer.from("33aa000000000000", "hex");
    payload.writeUInt16BE(code, 2);
    payload.writeUInt32BE(pen, 4);
    return {
      timeNanoseconds: BigInt(index),
      octets: buildEthernet({ payload: ipPacket(4, payload) }),
    };
  });
  const file = { byteOrder: "little", resolution: "microseconds", snapLength: 65535 } as const;
  return writePcap({ ...file, linkType: LINK_TYPE.ETHERNET, packets });
}
