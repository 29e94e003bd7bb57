import { runCommand, succeeded } from "./run-command.js";

/** A call that succeeds where a tool is there, and the Debian package that brings it. */
interface Probe {
  readonly needs: string;
  readonly call: readonly [program: string, ...args: string[]];
}

const HEADERS = ["-include", "stdio.h", "-include", "pcap.h"];
const PROBES: readonly Probe[] = [
  { needs: "tar", call: ["tar", "--version"] },
  { needs: "gcc", call: ["gcc", "--version"] },
  { needs: "make", call: ["make", "--version"] },
  {
    needs: "libc6-dev libpcap-dev",
    call: ["gcc", "-fsyntax-only", ...HEADERS, "-x", "c", "/dev/null"],
  },
  // The module is in perl, not in the perl-base that each system has.
  { needs: "perl", call: ["perl", "-MData::Dumper", "-e", "1"] },
  { needs: "patch", call: ["patch", "--version"] },
  { needs: "git", call: ["git", "--version"] },
  { needs: "util-linux", call: ["prlimit", "--version"] },
];

/** Why tcpdump cannot be built and tested here; `undefined` where it can. */
export async function findMissingTools(): Promise<string | undefined> {
  const missing: string[] = [];
  for (const { needs, call } of PROBES) {
    const [program, ...args] = call;
    if (!succeeded(await runCommand({ program, args }))) missing.push(needs);
  }
  return missing.length > 0 ? `to build tcpdump, install ${missing.join(" ")}` : undefined;
}
