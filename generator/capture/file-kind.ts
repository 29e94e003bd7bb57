/** Octets from which `recogniseFile` can tell every kind that it knows. */
export const KIND_OCTETS = 64;

/** What a file is, by its first octets. */
export type FileKind =
  | { readonly kind: "capture" }
  | { readonly kind: "gzip" }
  /** Of a program that decompresses standard input to standard output. */
  | { readonly kind: "compressed"; readonly by: Decompressor }
  /** A capture in a format that Wireshark reads, or what may be one: `name` where it is known. */
  | { readonly kind: "foreign"; readonly name: string | undefined }
  | { readonly kind: "text" };

/** A program, and the arguments with which it decompresses a stream within bounded memory. */
export interface Decompressor {
  /** Of the compression, as people name it. */
  readonly name: string;
  readonly program: string;
  readonly args: readonly string[];
}

const CAPTURES = [
  "a1b2c3d4",
  "d4c3b2a1",
  "a1b23c4d",
  "4d3cb2a1",
  "a1b2cd34",
  "34cdb2a1",
  "0a0d0d0a",
];
const GZIP = "1f8b";

const COMPRESSED: readonly (readonly [hex: string, by: Decompressor])[] = [
  ["28b52ffd", { name: "zstd", program: "zstd", args: ["-dcq", "--memory=256MB"] }],
  ["04224d18", { name: "LZ4", program: "lz4", args: ["-dcq"] }],
  ["fd377a585a00", { name: "xz", program: "xz", args: ["-dcq", "--memlimit-decompress=256MiB"] }],
  ["425a68", { name: "bzip2", program: "bzip2", args: ["-dcq"] }],
];

/** Formats that begin with octets of their own; Wireshark knows others that do not. */
const FOREIGN: readonly (readonly [hex: string, name: string])[] = [
  ["736e6f6f70000000", "Solaris snoop"],
  ["474d4255", "Microsoft Network Monitor"],
  ["52545353", "Microsoft Network Monitor"],
  ["58435000", "NetXRay"],
  ["54525349", "Sniffer"],
  ["69707472616365", "AIX iptrace"],
  ["5452006400", "HP-UX nettl"],
  ["000002001205001", "Tektronix K12"],
  ["2b2d2d2d2d2d2d2d2d2d2b2d2d2d2d2d2d", "K12 text"],
  ["4f62736572766572506b74427566", "Viavi Observer"],
  ["05564e46", "Visual Networks"],
  ["aaaaaaaa", "5View"],
];

/** Files that Wireshark cannot read either. */
const NO_CAPTURES = ["504b0304", "7f454c46"];

/** Recognises a file by its first octets, up to `KIND_OCTETS` of them. */
export function recogniseFile(octets: Buffer): FileKind {
  const hex = octets.toString("hex", 0, KIND_OCTETS);
  if (CAPTURES.some((magic) => hex.startsWith(magic))) return { kind: "capture" };
  if (hex.startsWith(GZIP)) return { kind: "gzip" };
  const compressed = COMPRESSED.find(([magic]) => hex.startsWith(magic));
  if (compressed !== undefined) return { kind: "compressed", by: compressed[1] };
  const foreign = FOREIGN.find(([magic]) => hex.startsWith(magic));
  if (foreign !== undefined) return { kind: "foreign", name: foreign[1] };
  const isOther = NO_CAPTURES.some((magic) => hex.startsWith(magic)) || octets.length < 4;
  // Whoever reads it says best what it is not.
  if (isOther) return { kind: "capture" };
  return isText(octets) ? { kind: "text" } : { kind: "foreign", name: undefined };
}

/** Text has no octet below the space but tab, line feed, carriage return and escape. */
function isText(octets: Buffer): boolean {
  return octets
    .subarray(0, KIND_OCTETS)
    .every((octet) => octet >= 0x20 || [0x09, 0x0a, 0x0d, 0x1b].includes(octet));
}
