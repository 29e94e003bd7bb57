import { runCommand, succeeded } from "./run-command.js";

/** A call that succeeds where a tool is there, and the Debian package that brings it. */
interface Probe {
  readonly needs: string;
  readonly call: readonly [program: string, ...args: string[]];
  readonly input?: string;
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

/** clang alone brings no sanitizers. */
const CLANG_PROBES: readonly Probe[] = [
  {
    needs: "clang libclang-rt-dev",
    call: ["clang", "-fsanitize=fuzzer,address,undefined", "-x", "c", "-", "-o", "/dev/null"],
    input: "int LLVMFuzzerTestOneInput(const char *d, long n) { return d == 0 && n == 9; }",
  },
];

/** Why tcpdump cannot be built and tested here; `undefined` where it can. */
export async function findMissingTools(compiler: "gcc" | "clang"): Promise<string | undefined> {
  const missing: string[] = [];
  for (const probe of compiler === "clang" ? [...PROBES, ...CLANG_PROBES] : PROBES) {
    const [program, ...args] = probe.call;
    const result = await runCommand({ ...probe, program, args });
    if (!succeeded(result)) missing.push(probe.needs);
  }
  return missing.length > 0 ? `to build tcpdump, install ${missing.join(" ")}` : undefined;
}
