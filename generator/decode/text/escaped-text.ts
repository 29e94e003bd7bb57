/**
 * What tcpdump prints of an octet: itself where it is printable ASCII, `^` and another letter for a
 * control character, and `M-` ahead of either for one above 127.
 */
interface Printed {
  readonly octet: number;
  readonly length: number;
}

/** The ways to read what stands at one place, the escape first: a text may have its characters too. */
function readingsAt(text: string, at: number): readonly Printed[] {
  const found: Printed[] = [];
  const isHigh = text.startsWith("M-", at) && at + 2 < text.length;
  if (isHigh) {
    const low = lowOctetAt(text, at + 2);
    if (low !== undefined) found.push({ octet: low.octet | 0x80, length: low.length + 2 });
  }
  const low = lowOctetAt(text, at);
  if (low !== undefined) found.push(low);
  const code = text.charCodeAt(at);
  // A caret that is one.
  if (low !== undefined && low.length > 1) found.push({ octet: code, length: 1 });
  return found;
}

function lowOctetAt(text: string, at: number): Printed | undefined {
  const code = text.charCodeAt(at);
  if (Number.isNaN(code) || code < 0x20 || code > 0x7e) return undefined;
  if (code !== 0x5e) return { octet: code, length: 1 };
  const next = text.charCodeAt(at + 1);
  const isControl = next === 0x3f || (next >= 0x40 && next <= 0x5f);
  return isControl ? { octet: next ^ 0x40, length: 2 } : { octet: code, length: 1 };
}

/**
 * Reads so many octets that tcpdump printed at the beginning of `text`, before a closing bracket.
 * Where characters of a payload look like escapes, their number tells which they are. Undefined where
 * none fits.
 */
export function readEscaped(text: string, count: number): Uint8Array | undefined {
  const octets = new Uint8Array(count);
  const dead = new Set<number>();
  const read = (at: number, index: number): boolean => {
    if (index === count) return text[at] === "]";
    const place = at * (count + 1) + index;
    if (dead.has(place)) return false;
    for (const { octet, length } of readingsAt(text, at)) {
      octets[index] = octet;
      if (read(at + length, index + 1)) return true;
    }
    dead.add(place);
    return false;
  };
  return read(0, 0) ? octets : undefined;
}
