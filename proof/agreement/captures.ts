import { existsSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { ROOT } from "../project.js";

/** Folders of the repository; each of their captures is explained twice. */
const FOLDERS = [
  "samples",
  "samples/encapsulations",
  "samples/laboratory",
  "test/published/captures",
];
/** Captures that lie beside the clone, where there are any. */
const BESIDE = "../shared/data/cases";

const CAPTURE = /\.pcap(ng)?$/;

/** Paths below the root of the project. */
export function ownCaptures(): readonly string[] {
  return FOLDERS.flatMap(capturesIn);
}

/** Those of another folder, or of the one beside the clone. */
export function otherCaptures(folder = BESIDE): readonly string[] {
  return existsSync(resolve(ROOT, folder)) ? capturesIn(folder) : [];
}

function capturesIn(folder: string): readonly string[] {
  const names = readdirSync(resolve(ROOT, folder)).filter((name) => CAPTURE.test(name));
  return names.sort().map((name) => join(folder, name));
}

/** Where Wireshark and explain cannot say the same, and why; what each says is printed. */
export const APART: Readonly<Record<string, string>> = {
  "samples/encapsulations/vxlan-fragments.pcapng":
    "the tunnel's own packets are in fragments, which the plugin does not put together",
  "samples/encapsulations/vxlan-tenants.pcapng":
    "the same addresses in two tunnels, which the plugin does not tell apart",
  "samples/encapsulations/sflow.pcapng":
    "samples of packets, of which Wireshark 4.4 and later tell scripts nothing",
};
