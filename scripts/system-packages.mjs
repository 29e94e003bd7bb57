// What proves the generated files with the real tools, by the names of Debian's packages.
import { spawnSync } from "node:child_process";

/** What they are needed for, and their names. */
const NEEDS = [
  ["runs the generated dissector", "tshark"],
  ["compiles the native trigger of the dissector", "libwireshark-dev libglib2.0-dev pkg-config"],
  ["lints the generated dissector", "lua-check"],
  ["makes the chroots with newer versions of tshark", "debootstrap"],
  ["compiles the patched tcpdump", "gcc libc6-dev make libpcap-dev"],
  ["compiles the generated header as C++", "g++"],
  ["compiles the patched tcpdump with sanitizers, and fuzzes it", "clang libclang-rt-dev"],
  ["tries the capture filters", "tcpdump"],
  ["sends frames that the capture filters must find", "tcpreplay"],
  ["runs tcpdump's own test suite", "perl util-linux"],
  ["applies the generated patch", "patch git"],
  ["unpacks tcpdump's source", "tar xz-utils"],
  ["decompresses captures, as users have them", "zstd lz4 bzip2"],
  ["opens the report as a reader would, also one of a hostile capture", "chromium"],
  ["unpacks the Wireshark profile as a user would", "unzip"],
  ["runs the laboratory and a fuzzer that shares no code with the rest", "python3"],
  ["is part of the laboratory's networks", "iproute2 nftables procps curl openssl"],
  ["explains captures on several machines", "openssh-server openssh-client parallel"],
  ["shows the manual page", "man-db"],
  ["completes commands as its users see it", "zsh fish"],
  ["counts the records of IANA's files apart from our reader", "libxml2-utils"],
];

/** Each package with what it is needed for. */
export const PACKAGES = Object.fromEntries(
  NEEDS.flatMap(([why, names]) => names.split(" ").map((name) => [name, why])),
);

/** Those of the names that a Debian or one of its kin lacks; none where dpkg is not there. */
export function findMissing(names) {
  const format = `--showformat=\${Package} \${db:Status-Status}\\n`;
  const { stdout, error } = spawnSync("dpkg-query", ["--show", format, ...names], {
    encoding: "utf8",
  });
  if (error) return [];
  const lines = stdout.split("\n");
  return names.filter((name) => !lines.includes(`${name} installed`));
}
