/** Option kinds (IANA, "TCP Option Kind Numbers"), by the names that tcpdump has. */
const PLAIN: Readonly<Record<string, readonly number[]>> = {
  nop: [1],
  eol: [0],
  sackok: [4, 2],
};
const MOST_OCTETS = 40;
const MPTCP = 30;

/** MPTCP's subtypes that tell of a reset (RFC 8684), by tcpdump's names. */
const SUBTYPES: readonly (readonly [name: RegExp, subtype: number])[] = [
  [/^fast-?close\b/, 7],
  [/^(?:tcp-?)?re?se?t\b/, 8],
];

/**
 * The octets of options as tcpdump prints them, old and new: `mss 1460,sackOK,TS val 1 ecr 0`. What
 * says nothing to this project is left out.
 */
export function encodeOptions(text: string): Uint8Array {
  const octets: number[] = [];
  for (const item of text.split(",")) {
    const option = encodeOption(item.trim());
    if (octets.length + option.length <= MOST_OCTETS) octets.push(...option);
  }
  while (octets.length % 4 !== 0) octets.push(1);
  return Uint8Array.from(octets);
}

function encodeOption(item: string): readonly number[] {
  const [name = "", first = "", ...more] = item.toLowerCase().split(/ +/);
  const plain = PLAIN[name];
  if (plain !== undefined) return plain;
  const value = Number(first);
  switch (name) {
    case "mss":
      return isNumber(first) ? [2, 4, ...wordOf(value, 2)] : [];
    case "wscale":
      return isNumber(first) ? [3, 3, value & 0xff] : [];
    case "ts":
    case "timestamp": {
      const [sent = "", echoed = ""] = item.match(/\d+/g) ?? [];
      return sent === "" ? [] : [8, 10, ...wordOf(Number(sent), 4), ...wordOf(Number(echoed), 4)];
    }
    case "sack": {
      const count = item.match(/\{/g)?.length ?? 0;
      return count === 0 ? [] : [5, 2 + 8 * count, ...new Array<number>(8 * count).fill(0)];
    }
    case "mptcp":
      return encodeMultipath(value, more.join(" "));
    default:
      return [];
  }
}

function encodeMultipath(length: number, text: string): readonly number[] {
  const subtype = SUBTYPES.find(([name]) => name.test(text))?.[1];
  if (subtype === undefined) return [];
  if (subtype === 7) return [MPTCP, 12, 7 << 4, ...new Array<number>(9).fill(0)];
  const reason = Number(/\breason (?:0x)?(\d+)/.exec(text)?.[1] ?? 0);
  const flags = Number(/\bflags (?:0x)?([0-9a-f])\b/.exec(text)?.[1] ?? 0);
  return length > 4 ? [] : [MPTCP, 4, (8 << 4) | (flags & 0xf), reason & 0xff];
}

function isNumber(text: string): boolean {
  return /^\d+$/.test(text);
}

function wordOf(value: number, octets: number): readonly number[] {
  return Array.from(
    { length: octets },
    (_none, at) => Math.floor(value / 2 ** (8 * (octets - 1 - at))) & 0xff,
  );
}
