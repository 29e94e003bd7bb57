import type { Field } from "../../model/format.js";

/** Sizes that libpcap can load at once. */
export type LoadSize = 1 | 2 | 4;

/** What holds for some octets of a payload, read as a number. */
export interface NumberTest {
  readonly kind: "number";
  readonly offsetBytes: number;
  readonly sizeBytes: LoadSize;
  readonly relation: "=" | "!=" | ">=" | "<=";
  readonly value: number;
}

/** Octets that are asked for, by their offsets in the payload. */
export type WantedOctets = ReadonlyMap<number, number>;

/** The octets of a field with a value, in network byte order. */
export function placeOctets({ offsetBytes, widthBits }: Field, value: number): WantedOctets {
  const octets = Buffer.alloc(widthBits / 8);
  octets.writeUIntBE(value, 0, octets.length);
  return new Map([...octets].map((octet, at) => [offsetBytes + at, octet]));
}

/** Tests for octets, neighbours taken together, 4, 2 or 1 of them. */
export function equalTests(wanted: WantedOctets): readonly NumberTest[] {
  const tests: NumberTest[] = [];
  const end = Math.max(...wanted.keys()) + 1;
  let offsetBytes = 0;
  while (offsetBytes < end) {
    const sizeBytes = sizeAt(wanted, offsetBytes);
    if (sizeBytes) {
      const value = valueAt(wanted, offsetBytes, sizeBytes);
      tests.push({ kind: "number", offsetBytes, sizeBytes, relation: "=", value });
    }
    offsetBytes += sizeBytes ?? 1;
  }
  return tests;
}

function sizeAt(wanted: WantedOctets, offsetBytes: number): LoadSize | undefined {
  const sizes: readonly LoadSize[] = [4, 2, 1];
  return sizes.find((size) =>
    Array.from({ length: size }, (_, at) => offsetBytes + at).every((at) => wanted.has(at)),
  );
}

function valueAt(wanted: WantedOctets, offsetBytes: number, sizeBytes: LoadSize): number {
  const octets = Array.from({ length: sizeBytes }, (_, at) => wanted.get(offsetBytes + at) ?? 0);
  return Buffer.from(octets).readUIntBE(0, sizeBytes);
}
